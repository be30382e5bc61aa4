import type { Room } from "hubbub";
import { Alert } from "../../components/alert";
import { Button } from "../../components/button";
import { useClient } from "../../deeds/client";
import { useDeed } from "../../deeds/use-deed";
import { AskBar } from "./ask-bar";

/** What one joins for, and the door. */
export function JoinBar({ room }: { room: Room }) {
  return (
    <section className="join-bar" aria-label="Join this room">
      <p className="join-bar-purpose">
        You are joining to <b>{room.purpose.statement}</b>
      </p>
      <Door room={room} />
    </section>
  );
}

function Door({ room }: { room: Room }) {
  switch (room.access) {
    case "open":
      return <OpenDoor room={room} />;
    case "request":
      return <AskBar room={room} />;
    case "invite":
      return <p>People join this room by invitation.</p>;
  }
}

function OpenDoor({ room }: { room: Room }) {
  const client = useClient();
  const join = useDeed(async () => {
    await client.joinRoom(room.id);
  });
  return (
    <>
      <Alert problem={join.problem} />
      <Button look="primary" busy={join.busy} onClick={() => void join.run()}>
        Join the room
      </Button>
      {room.look && <p className="soft small">You are looking in. To write, join.</p>}
    </>
  );
}
