import { DEFAULT_LIMITS, type Message } from "hubbub";
import { useMemo, useState } from "react";
import { ConfirmDialog } from "../../components/confirm-dialog";
import { TalkContext, type Talk } from "../../components/talk/talk";
import { useAnchoredScroll } from "../../components/talk/use-anchored-scroll";
import { useClient, useKnown, useMe } from "../../deeds/client";
import { navigate } from "../../routing/history";
import { TalkBody } from "./talk-body";
import { TalkFoot } from "./talk-foot";
import type { TalkPlace } from "./talk-place";
import { useGoal } from "./use-goal";
import { useReading } from "./use-reading";
import { useTalkDeeds } from "./use-talk-deeds";

interface Props {
  place: TalkPlace;
  /** The message that the address names. */
  seq: number | null;
}

/** The talk of a room or a direct channel, from its oldest message in sight to the box one writes in. */
export function TalkView({ place, seq }: Props) {
  const client = useClient();
  const me = useMe();
  const { stream, rights, findMentionable } = place;
  const cards = useKnown((state) => state.members);
  const timeline = useKnown((state) => state.timelines.get(stream));
  const [editing, setEditing] = useState<number | null>(null);
  const [deleting, setDeleting] = useState<Message | null>(null);
  const reading = useReading(place);

  const scroll = useAnchoredScroll({
    drawn: timeline,
    onNearTop: () => void client.loadBefore(stream),
    onNearEnd: () => void client.loadAfter(stream),
    endsInPresent: timeline?.phase === "ready" && !timeline.moreAfter,
    onSight: reading.onSight,
  });
  const { seekAgain } = useGoal(stream, seq, timeline, scroll);
  const deeds = useTalkDeeds(place, { setEditing, setDeleting, seekAgain });

  const goToPresent = (): void => {
    if (seq !== null) navigate(place.address(), { replace: true });
    if (timeline?.moreAfter === true) void client.showLatest(stream);
    scroll.scrollToEnd();
  };

  const talk = useMemo<Talk>(
    () => ({
      stream,
      me,
      rights,
      cards,
      bodyLimit: DEFAULT_LIMITS.body,
      findMentionable,
      deeds,
    }),
    [stream, me, rights, cards, findMentionable, deeds],
  );

  return (
    <TalkContext value={talk}>
      <TalkBody
        place={place}
        found={seq}
        editing={editing}
        reading={reading}
        scroll={scroll}
        onJump={goToPresent}
      />
      <TalkFoot
        place={place}
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
