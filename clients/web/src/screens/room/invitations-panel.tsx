import type { Room } from "hubbub";
import { Invitations } from "../../components/invitations";
import { SidePanel } from "./side-panel";

/** The invitations into a room, for its hosts. */
export function InvitationsPanel({ room }: { room: Room }) {
  return (
    <SidePanel room={room.id} title="Invitations">
      <p className="soft">Whoever has an invitation joins {room.name} at once.</p>
      <Invitations room={room.id} mayMake={room.state === "active"} />
    </SidePanel>
  );
}
