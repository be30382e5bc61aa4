import { useClient } from "../../deeds/client";
import { useState } from "react";
import { Alert } from "../../components/alert";
import { Button } from "../../components/button";
import { ConfirmDialog } from "../../components/confirm-dialog";
import { Dialog } from "../../components/dialog";
import { PurposeSigns, PurposeTags } from "../../components/purpose";
import { RoomForm } from "../../components/room-form";
import { tell } from "../../deeds/notices";
import { useDeed } from "../../deeds/use-deed";
import type { Room } from "hubbub";
import { accessSentence } from "../../text/access";
import { counted } from "../../text/counting";
import { onDate } from "../../text/time";
import { LeaveDialog } from "./leave-dialog";
import { SidePanel } from "./side-panel";

/** What a room is for, and what its hosts may change about it. */
export function AboutPanel({ room }: { room: Room }) {
  const { api } = useClient();
  const [open, setOpen] = useState<"edit" | "archive" | "leave" | null>(null);
  const role = room.standing?.role ?? null;
  const isArchived = room.state === "archived";
  const restore = useDeed(async () => {
    await api.call("restore_room", { path: { room: room.id } });
  });
  const close = (): void => {
    setOpen(null);
  };

  return (
    <SidePanel room={room.id} title="About this room">
      <p className="lead">{room.purpose.statement}</p>
      <PurposeTags purpose={room.purpose} />
      <PurposeSigns purpose={room.purpose} />
      <p className="soft small">
        {counted(room.members, "member")} · since {onDate(room.created_at)}
        <br />
        {accessSentence(room)}
      </p>
      <Alert problem={restore.problem} />
      <div className="stack">
        {(role === "host" || role === "owner") && !isArchived && (
          <Button
            icon="edit"
            onClick={() => {
              setOpen("edit");
            }}
          >
            Edit the room
          </Button>
        )}
        {role === "owner" && !isArchived && (
          <Button
            icon="archive"
            onClick={() => {
              setOpen("archive");
            }}
          >
            Archive the room
          </Button>
        )}
        {role === "owner" && isArchived && (
          <Button icon="archive" busy={restore.busy} onClick={() => void restore.run()}>
            Open it again
          </Button>
        )}
        {role !== null && (
          <Button
            look="danger"
            icon="leave"
            onClick={() => {
              setOpen("leave");
            }}
          >
            Leave the room
          </Button>
        )}
      </div>
      {open === "edit" && (
        <Dialog title="Edit the room" onClose={close}>
          <RoomForm
            room={room}
            deed="Save"
            onSave={async (draft) => {
              await api.call("edit_room", { path: { room: room.id }, body: draft });
              tell("The room is changed.");
              close();
            }}
          />
        </Dialog>
      )}
      {open === "archive" && (
        <ConfirmDialog
          title={`Archive ${room.name}?`}
          deed="Archive"
          onConfirm={async () => {
            await api.call("archive_room", { path: { room: room.id } });
          }}
          onClose={close}
        >
          Everyone can still read it, nobody can write. You can open it again.
        </ConfirmDialog>
      )}
      {open === "leave" && <LeaveDialog room={room} onClose={close} />}
    </SidePanel>
  );
}
