import { Button } from "../../components/button";
import { useTalk } from "../../components/talk/talk";
import type { Timeline } from "../../state";
import { badgeText } from "../../text/counting";

interface Props {
  /** How many messages are unread. */
  unread: number;
  timeline: Timeline;
  lineAfter: number | null;
}

/** Says that the new messages begin above what is shown, and leads there. */
export function UnreadNote({ unread, timeline, lineAfter }: Props) {
  const { deeds } = useTalk();
  const first = timeline.messages[0];
  if (lineAfter === null || first === undefined || !timeline.moreBefore) return null;
  const beginsAbove = first.seq > lineAfter + 1;
  if (!beginsAbove) return null;
  return (
    <div className="room-note">
      <span>
        {unread > 0 ? `${badgeText(unread)} new messages` : "New messages begin further up"}
      </span>
      <Button
        look="quiet"
        onClick={() => {
          deeds.goTo(lineAfter + 1);
        }}
      >
        Go to the first
      </Button>
    </div>
  );
}
