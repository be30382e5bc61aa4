import type { Room } from "hubbub";
import { PurposeSigns, PurposeTags } from "../../components/purpose";

interface Props {
  room: Room;
  isEmpty?: boolean;
}

/** Where a room's talk begins: what it is for. */
export function RoomStart({ room, isEmpty = false }: Props) {
  return (
    <div className="room-start">
      <h2>{room.name}</h2>
      <p>{room.purpose.statement}</p>
      <PurposeTags purpose={room.purpose} />
      <PurposeSigns purpose={room.purpose} />
      {isEmpty && (
        <p className="room-start-empty">
          Nobody has said hello yet.{room.standing !== null && " Why not you?"}
        </p>
      )}
    </div>
  );
}
