import type { ShownInvitation } from "hubbub";
import { Who } from "../../components/who";
import { counted } from "../../text/counting";
import { onDate } from "../../text/time";
import "./invited-to.css";

/** What an invitation is for, who invites, and until when. */
export function InvitedTo({ shown }: { shown: ShownInvitation }) {
  const { room, community, invited_by: host, expires_at: expiresAt } = shown;
  return (
    <article className="invited-to" aria-label={room?.name ?? community}>
      {room === null ? (
        <p className="lead">{community}</p>
      ) : (
        <>
          <p className="lead">
            <b>{room.name}</b>
            <br />
            {room.purpose.statement}
          </p>
          <p className="soft small">{counted(room.members, "member")}</p>
        </>
      )}
      <Who member={host} note={`invites you until ${onDate(expiresAt)}`} />
      {room?.state === "archived" && (
        <p>This room is archived: nobody joins it until it is opened again.</p>
      )}
    </article>
  );
}
