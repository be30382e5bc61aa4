import { Link } from "../routing/link";
import { roomAddress } from "../routing/routes";
import type { Room } from "hubbub";
import { counted } from "../text/counting";
import { ago } from "../text/time";
import { useNow } from "../deeds/use-now";
import { PurposeTags } from "./purpose";
import "./room-card.css";

/** A room as one finds it. */
export function RoomCard({ room }: { room: Room }) {
  const now = useNow();
  const lastWord =
    room.last_message_at === null
      ? "Nobody has said hello yet"
      : `Last message ${ago(room.last_message_at, now)}`;
  return (
    <article className="room-card" aria-label={room.name}>
      <h2>
        <Link href={roomAddress(room.id)}>{room.name}</Link>
      </h2>
      <p className="room-card-statement">{room.purpose.statement}</p>
      <PurposeTags purpose={room.purpose} />
      <p className="soft small">
        {counted(room.members, "member")} · {lastWord}
        {room.access === "request" && " · On request"}
        {room.access === "invite" && " · By invitation"}
        {room.standing !== null && " · You are in it"}
        {room.asked && " · You have asked to join"}
        {room.state === "archived" && " · Archived"}
      </p>
    </article>
  );
}
