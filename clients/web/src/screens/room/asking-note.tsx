import type { Room } from "hubbub";
import { Link } from "../../routing/link";
import { roomAddress, type RoomPanel } from "../../routing/routes";
import { whoAsks } from "../../text/counting";

interface Props {
  room: Room;
  panel: RoomPanel | null;
}

/** For hosts: how many ask to join, as long as anybody does. */
export function AskingNote({ room, panel }: Props) {
  const { role = "member", join_requests: count = 0 } = room.standing ?? {};
  const isShown = role !== "member" && count > 0 && panel !== "requests";
  return (
    <div role="status">
      {isShown && (
        <p className="room-note asking-note">
          <span>{whoAsks(count)}</span>
          <Link href={roomAddress(room.id, { panel: "requests" })}>See who</Link>
        </p>
      )}
    </div>
  );
}
