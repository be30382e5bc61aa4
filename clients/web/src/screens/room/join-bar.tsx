import type { Room } from "hubbub";
import { Alert } from "../../components/alert";
import { Button } from "../../components/button";
import { useClient } from "../../deeds/client";
import { useDeed } from "../../deeds/use-deed";

/** What one joins for, and the door. */
export function JoinBar({ room }: { room: Room }) {
  const client = useClient();
  const join = useDeed(async () => {
    await client.joinRoom(room.id);
  });
  return (
    <section className="join-bar" aria-label="Join this room">
      <p className="join-bar-purpose">
        You are joining to <b>{room.purpose.statement}</b>
      </p>
      <Alert problem={join.problem} />
      <Button look="primary" busy={join.busy} onClick={() => void join.run()}>
        Join the room
      </Button>
      {room.look && <p className="soft small">You are looking in. To write, join.</p>}
    </section>
  );
}
