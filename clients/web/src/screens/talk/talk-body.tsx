import { useMemo } from "react";
import { Alert } from "../../components/alert";
import { Button } from "../../components/button";
import { Waiting } from "../../components/empty";
import { Announcer } from "../../components/talk/announcer";
import { JumpToPresent, MessageList } from "../../components/talk/message-list";
import { PendingRow } from "../../components/talk/pending-row";
import { rowsOf } from "../../components/talk/rows";
import { useTalk } from "../../components/talk/talk";
import { TypingLine } from "../../components/talk/typing-line";
import type { AnchoredScroll } from "../../components/talk/use-anchored-scroll";
import { useClient, useKnown } from "../../deeds/client";
import { useNow } from "../../deeds/use-now";
import { useOnReturn } from "../../deeds/use-on-return";
import { pendingIn, type Timeline } from "../../state";
import type { TalkPlace } from "./talk-place";
import { UnreadNote } from "./unread-note";
import type { Reading } from "./use-reading";

interface Props {
  place: TalkPlace;
  /** The message that one came here for. */
  found: number | null;
  editing: number | null;
  reading: Reading;
  scroll: AnchoredScroll;
  onJump: () => void;
}

/** The messages of a room or a direct channel, or what stands in their stead. */
export function TalkBody(props: Props) {
  const { stream, mayRead, beginning } = props.place;
  const timeline = useKnown((state) => state.timelines.get(stream));
  if (!mayRead) return <div className="talk-scroller">{beginning(false)}</div>;
  return timeline?.phase === "ready" ? (
    <TalkMessages {...props} timeline={timeline} />
  ) : (
    <div className="talk-scroller">
      {timeline?.phase === "failed" ? (
        <TalkFailed stream={stream} failure={timeline.failure} />
      ) : (
        <Waiting what="Fetching the talk …" />
      )}
      <PendingRows stream={stream} />
    </div>
  );
}

function TalkFailed({ stream, failure }: { stream: string; failure: Timeline["failure"] }) {
  const client = useClient();
  const tryAgain = (): void => void client.showLatest(stream);
  useOnReturn(tryAgain);
  return (
    <div className="talk-failed">
      <Alert problem={failure} />
      <Button onClick={tryAgain}>Try again</Button>
    </div>
  );
}

function TalkMessages(props: Props & { timeline: Timeline }) {
  const { place, found, editing, reading, scroll, onJump, timeline } = props;
  const { me, cards } = useTalk();
  const now = useNow();
  const { messages, moreBefore, moreAfter, loading } = timeline;
  const { lineAfter } = reading;
  const unread = place.marked?.unread ?? 0;
  const rows = useMemo(() => rowsOf(messages, me.id, lineAfter), [messages, me.id, lineAfter]);

  return (
    <>
      <UnreadNote unread={unread} timeline={timeline} lineAfter={lineAfter} />
      <MessageList
        label={place.listLabel}
        rows={rows}
        scroll={scroll}
        editing={editing}
        found={found}
        now={now}
        isLoadingBefore={loading === "before"}
        isLoadingAfter={loading === "after"}
        beginning={!moreBefore && place.beginning(messages.length === 0)}
      >
        {!moreAfter && <PendingRows stream={place.stream} />}
      </MessageList>
      {(moreAfter || !scroll.isAtEnd) && <JumpToPresent unseen={unread} onJump={onJump} />}
      <TypingLine />
      <Announcer messages={messages} cards={cards} own={me.id} />
    </>
  );
}

/** One's own messages that are not in the stream yet, wherever the rest of it may be. */
function PendingRows({ stream }: { stream: string }) {
  const all = useKnown((state) => state.pending);
  const pending = useMemo(() => pendingIn(all, stream), [all, stream]);
  return pending.map((each) => <PendingRow key={each.key} pending={each} />);
}
