import type { Room } from "hubbub";
import { Button } from "../../components/button";
import { useTalk } from "../../components/talk/talk";
import type { Timeline } from "../../state";
import { badgeText } from "../../text/counting";

interface Props {
  room: Room;
  timeline: Timeline;
  lineAfter: number | null;
}

/** Says that the new messages begin above what is shown, and leads there. */
export function UnreadNote({ room, timeline, lineAfter }: Props) {
  const { deeds } = useTalk();
  const first = timeline.messages[0];
  if (lineAfter === null || first === undefined || !timeline.moreBefore) return null;
  const beginsAbove = first.seq > lineAfter + 1;
  if (!beginsAbove) return null;
  const count = room.standing?.unread ?? 0;
  return (
    <div className="room-note">
      <span>
        {count > 0 ? `${badgeText(count)} new messages` : "New messages begin further up"}
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
