import type { Room } from "hubbub";
import { Composer } from "../../components/talk/composer";
import { useClient } from "../../deeds/client";
import { JoinBar } from "./join-bar";

interface Props {
  room: Room;
  onEditLast: () => void;
  onSent: () => void;
}

/** Below the talk: the box one writes in, or why there is none. */
export function TalkFoot({ room, onEditLast, onSent }: Props) {
  const client = useClient();
  // One who asked may take it back, archived or not.
  if (room.state === "archived" && !room.asked) {
    return <p className="room-closed">This room is archived: it can be read, not written in.</p>;
  }
  if (room.standing === null) return <JoinBar room={room} />;
  return (
    <Composer
      roomName={room.name}
      onEditLast={onEditLast}
      onSend={(body, replyTo) => {
        client.send(room.stream, body, replyTo);
        onSent();
      }}
    />
  );
}
