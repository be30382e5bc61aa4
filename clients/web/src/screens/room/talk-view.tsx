import { DEFAULT_LIMITS, type Message, type Room } from "hubbub";
import { useMemo, useState } from "react";
import { ConfirmDialog } from "../../components/confirm-dialog";
import { TalkContext, type Talk } from "../../components/talk/talk";
import { useAnchoredScroll } from "../../components/talk/use-anchored-scroll";
import { useClient, useKnown, useMe } from "../../deeds/client";
import { navigate } from "../../routing/history";
import { roomAddress } from "../../routing/routes";
import { TalkBody } from "./talk-body";
import { TalkFoot } from "./talk-foot";
import { useFindMentionable } from "./use-find-mentionable";
import { useGoal } from "./use-goal";
import { useReading } from "./use-reading";
import { useTalkDeeds } from "./use-talk-deeds";

interface Props {
  room: Room;
  /** The message that the address names. */
  seq: number | null;
}

/** The talk of a room, from its oldest message in sight to the box one writes in. */
export function TalkView({ room, seq }: Props) {
  const client = useClient();
  const me = useMe();
  const { stream } = room;
  const cards = useKnown((state) => state.members);
  const timeline = useKnown((state) => state.timelines.get(stream));
  const [editing, setEditing] = useState<number | null>(null);
  const [deleting, setDeleting] = useState<Message | null>(null);
  const findMentionable = useFindMentionable(room);
  const reading = useReading(room);

  const scroll = useAnchoredScroll({
    drawn: timeline,
    onNearTop: () => void client.loadBefore(stream),
    onNearEnd: () => void client.loadAfter(stream),
    endsInPresent: timeline?.phase === "ready" && !timeline.moreAfter,
    onSight: reading.onSight,
  });
  const { seekAgain } = useGoal(room, seq, timeline, scroll);
  const deeds = useTalkDeeds(room, { setEditing, setDeleting, seekAgain });

  const goToPresent = (): void => {
    if (seq !== null) navigate(roomAddress(room.id), { replace: true });
    if (timeline?.moreAfter === true) void client.showLatest(stream);
    scroll.scrollToEnd();
  };

  const role = room.standing?.role ?? null;
  const mayWrite = role !== null && room.state === "active";
  const mayModerate = mayWrite && role !== "member";
  const talk = useMemo<Talk>(
    () => ({
      stream,
      me,
      rights: { mayWrite, mayModerate },
      cards,
      bodyLimit: DEFAULT_LIMITS.body,
      findMentionable,
      deeds,
    }),
    [stream, me, mayWrite, mayModerate, cards, findMentionable, deeds],
  );

  return (
    <TalkContext value={talk}>
      <TalkBody
        room={room}
        found={seq}
        editing={editing}
        reading={reading}
        scroll={scroll}
        onJump={goToPresent}
      />
      <TalkFoot
        room={room}
        onEditLast={() => {
          const isOwn = (message: Message): boolean => message.author === me.id && !message.deleted;
          const last = timeline?.messages.findLast(isOwn);
          if (last) setEditing(last.seq);
        }}
        onSent={() => {
          reading.eraseLine();
          goToPresent();
        }}
      />
      {deleting && (
        <ConfirmDialog
          title="Delete this message?"
          deed="Delete"
          onConfirm={() => client.delete(stream, deleting.seq)}
          onClose={() => {
            setDeleting(null);
          }}
        >
          Its text is erased for everyone and cannot be brought back.
        </ConfirmDialog>
      )}
    </TalkContext>
  );
}
