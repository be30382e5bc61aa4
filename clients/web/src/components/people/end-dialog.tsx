import type { MemberCard } from "hubbub";
import { useClient } from "../../deeds/client";
import { tell } from "../../deeds/notices";
import { ConfirmDialog } from "../confirm-dialog";

interface Props {
  member: MemberCard;
  onEnded?: () => void;
  onClose: () => void;
}

/** Asks before a personal connection is ended. */
export function EndDialog({ member, onEnded, onClose }: Props) {
  const { api } = useClient();
  const { id, display_name: name } = member;
  return (
    <ConfirmDialog
      title={`End the connection with ${name}?`}
      deed="End it"
      onConfirm={async () => {
        await api.call("end_personal_connection", { path: { member: id } });
        tell(`You and ${name} are not connected any more.`);
        onEnded?.();
      }}
      onClose={onClose}
    >
      Neither of you can write to the other then. What was said stays for you both to read. To
      connect again, one of you asks and the other accepts.
    </ConfirmDialog>
  );
}
