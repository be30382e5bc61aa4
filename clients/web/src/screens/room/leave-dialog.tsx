import { useState } from "react";
import { Alert } from "../../components/alert";
import { Button } from "../../components/button";
import { Dialog } from "../../components/dialog";
import { SelectField } from "../../components/field";
import { useDeed } from "../../deeds/use-deed";
import { usePages } from "../../deeds/use-pages";
import { navigate } from "../../routing/history";
import { returnSentence } from "../../text/access";
import type { Room, RoomMember } from "hubbub";
import { useClient, useMe } from "../../deeds/client";

interface Props {
  room: Room;
  onClose: () => void;
}

/** Leave a room. Its last owner says who follows. */
export function LeaveDialog({ room, onClose }: Props) {
  const client = useClient();
  const me = useMe();
  const [successor, setSuccessor] = useState("");
  const isOwner = room.standing?.role === "owner";
  const members = usePages<RoomMember>(`successors of ${room.id}`, async () => {
    if (!isOwner) return { items: [], next: null };
    const page = await client.api.call("list_room_members", {
      path: { room: room.id },
      query: { limit: 100 },
    });
    return { items: page.members, next: null };
  });
  const others = (members.items ?? []).filter(({ member }) => member.id !== me.id);
  const isLastOwner = isOwner && !others.some(({ role }) => role === "owner");
  const isAlone = isLastOwner && others.length === 0;
  const leave = useDeed(async () => {
    await client.leaveRoom(room.id, successor === "" ? undefined : successor);
    navigate("/discover", { replace: true });
  });

  return (
    <Dialog title={`Leave ${room.name}?`} onClose={onClose}>
      <p className="soft">{returnSentence(room)}</p>
      {isLastOwner && !isAlone && (
        <SelectField
          label="Who owns the room after you?"
          value={successor}
          error={leave.problem?.field === "successor" ? leave.problem.detail : undefined}
          onChange={(event) => {
            setSuccessor(event.target.value);
          }}
        >
          <option value="">Choose a member …</option>
          {others.map(({ member }) => (
            <option key={member.id} value={member.id}>
              {member.display_name} (@{member.username})
            </option>
          ))}
        </SelectField>
      )}
      {isAlone && (
        <p>You are its only member, and a room always has an owner: archive it instead.</p>
      )}
      <Alert problem={leave.problem} fields={["successor"]} />
      <div className="button-row">
        <Button onClick={onClose}>Stay</Button>
        <Button
          look="danger"
          busy={leave.busy}
          disabled={members.items === null || isAlone || (isLastOwner && successor === "")}
          onClick={() => void leave.run()}
        >
          Leave
        </Button>
      </div>
    </Dialog>
  );
}
