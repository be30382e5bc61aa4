import { OpeningPage } from "../components/opening-page";
import { Title } from "../components/title";
import { useClient, useKnown } from "../deeds/client";
import { useOpening } from "../deeds/use-opening";
import { Link } from "../routing/link";
import { peopleAddress } from "../routing/routes";
import { DirectHeader } from "./direct/direct-header";
import { DirectTalk } from "./direct/direct-talk";
import "./room.css";

interface Props {
  channel: string;
  seq: number | null;
}

/** A direct channel: two who talk, or who once did. Mount it anew for each channel. */
export function DirectScreen({ channel: id, seq }: Props) {
  const client = useClient();
  const channel = useKnown((state) => state.directs.get(id));
  const other = useKnown((state) => state.members.get(channel?.member.id ?? ""));
  const opening = useOpening(() => client.openDirect(id));

  if (channel === undefined) {
    return (
      <OpeningPage opening={opening} what="conversation">
        <Link href={peopleAddress("connections")}>Your connections</Link>
      </OpeningPage>
    );
  }
  const member = other ?? channel.member;
  return (
    <>
      <Title of={member.display_name} />
      <main className="room" id="main" tabIndex={-1}>
        <DirectHeader channel={channel} member={member} />
        <DirectTalk channel={channel} member={member} seq={seq} />
      </main>
    </>
  );
}
