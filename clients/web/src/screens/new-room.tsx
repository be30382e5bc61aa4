import { Page } from "../components/page";
import { RoomForm } from "../components/room-form";
import { useClient } from "../deeds/client";
import { navigate } from "../routing/history";
import { roomAddress } from "../routing/routes";

export function NewRoomScreen() {
  const client = useClient();
  return (
    <Page
      title="Create a room"
      lead="A room has a purpose, so that those who come in know what they join to do."
    >
      <RoomForm
        room={null}
        deed="Create the room"
        onSave={async (draft) => {
          const room = await client.createRoom(draft);
          navigate(roomAddress(room.id), { replace: true });
        }}
      />
    </Page>
  );
}
