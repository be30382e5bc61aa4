import type { Room } from "hubbub";
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
import { pendingIn, type Timeline } from "../../state";
import { RoomStart } from "./room-start";
import { UnreadNote } from "./unread-note";
import type { Reading } from "./use-reading";

interface Props {
  room: Room;
  /** The message that one came here for. */
  found: number | null;
  editing: number | null;
  reading: Reading;
  scroll: AnchoredScroll;
  onJump: () => void;
}

/** The messages of a room, or what stands in their place. */
export function TalkBody(props: Props) {
  const { room } = props;
  const client = useClient();
  const timeline = useKnown((state) => state.timelines.get(room.stream));
  if (room.standing === null && !room.look) {
    return (
      <div className="talk-scroller">
        <RoomStart room={room} />
      </div>
    );
  }
  return timeline?.phase === "ready" ? (
    <TalkMessages {...props} timeline={timeline} />
  ) : (
    <div className="talk-scroller">
      {timeline?.phase === "failed" ? (
        <div className="talk-failed">
          <Alert problem={timeline.failure} />
          <Button onClick={() => void client.showLatest(room.stream)}>Try again</Button>
        </div>
      ) : (
        <Waiting what="Fetching the talk …" />
      )}
      <PendingRows stream={room.stream} />
    </div>
  );
}

function TalkMessages(props: Props & { timeline: Timeline }) {
  const { room, found, editing, reading, scroll, onJump, timeline } = props;
  const { me, cards } = useTalk();
  const now = useNow();
  const { messages, moreBefore, moreAfter, loading } = timeline;
  const { lineAfter } = reading;
  const rows = useMemo(() => rowsOf(messages, me.id, lineAfter), [messages, me.id, lineAfter]);

  return (
    <>
      <UnreadNote room={room} timeline={timeline} lineAfter={lineAfter} />
      <MessageList
        roomName={room.name}
        rows={rows}
        scroll={scroll}
        editing={editing}
        found={found}
        now={now}
        isLoadingBefore={loading === "before"}
        isLoadingAfter={loading === "after"}
        beginning={!moreBefore && <RoomStart room={room} isEmpty={messages.length === 0} />}
      >
        {!moreAfter && <PendingRows stream={room.stream} />}
      </MessageList>
      {(moreAfter || !scroll.isAtEnd) && (
        <JumpToPresent unseen={room.standing?.unread ?? 0} onJump={onJump} />
      )}
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
