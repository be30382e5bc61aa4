import type { DirectChannel, MemberCard } from "hubbub";
import { useCallback, useMemo, useState } from "react";
import type { Rights } from "../../components/talk/talk";
import type { Mentionable } from "../../deeds/use-mentions";
import { directAddress } from "../../routing/routes";
import { TalkView } from "../talk/talk-view";
import { DirectClosed } from "./direct-closed";
import { DirectStart } from "./direct-start";

interface Props {
  channel: DirectChannel;
  member: MemberCard;
  /** The message that the address names. */
  seq: number | null;
}

/** The talk of two. After the end it is read, and what one wrote oneself may be deleted. */
export function DirectTalk({ channel, member, seq }: Props) {
  const { id, stream, open, read, unread } = channel;
  const [wasOpen] = useState(open);
  const name = member.display_name;
  const address = useCallback((place?: number) => directAddress(id, place), [id]);
  const rights = useMemo<Rights>(
    () => ({ mayWrite: open, mayErase: true, mayModerate: false }),
    [open],
  );
  return (
    <TalkView
      seq={seq}
      place={{
        stream,
        room: null,
        listLabel: `Messages with ${name}`,
        boxLabel: `Message ${name}`,
        address,
        marked: { read, unread },
        mayRead: true,
        rights,
        findMentionable: findNobody,
        beginning: () => <DirectStart channel={channel} member={member} />,
        closed: open ? null : <DirectClosed member={member} isNews={wasOpen} />,
      }}
    />
  );
}

/** Two who talk with each other mention nobody. */
function findNobody(): Promise<readonly Mentionable[]> {
  return Promise.resolve([]);
}
