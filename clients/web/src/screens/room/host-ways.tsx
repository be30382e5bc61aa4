import type { Room } from "hubbub";
import { Icon } from "../../components/icon";
import { Link } from "../../routing/link";
import { roomAddress } from "../../routing/routes";
import { badgeText } from "../../text/counting";

/** For hosts: the ways by which people come in. */
export function HostWays({ room }: { room: Room }) {
  const { role = "member", join_requests: count = 0 } = room.standing ?? {};
  if (role === "member") return null;
  return (
    <div className="stack">
      {room.access === "request" && (
        <Link className="button button-plain" href={roomAddress(room.id, { panel: "requests" })}>
          <Icon name="people" />
          Asking to join{count > 0 && ` (${badgeText(count)})`}
        </Link>
      )}
      <Link className="button button-plain" href={roomAddress(room.id, { panel: "invitations" })}>
        <Icon name="link" />
        Invitations
      </Link>
    </div>
  );
}
