import type { MemberCard } from "hubbub";
import { useClient } from "../../deeds/client";
import { tell } from "../../deeds/notices";
import { ConfirmDialog } from "../confirm-dialog";

interface Props {
  member: MemberCard;
  onBlocked?: () => void;
  onClose: () => void;
}

/** Asks before somebody is blocked, and says honestly what that does. */
export function BlockDialog({ member, onBlocked, onClose }: Props) {
  const { api } = useClient();
  const { id, display_name: name } = member;
  return (
    <ConfirmDialog
      title={`Block ${name}?`}
      deed="Block"
      keep="Cancel"
      onConfirm={async () => {
        await api.call("block_member", { path: { member: id } });
        tell(`${name} is blocked.`);
        onBlocked?.();
      }}
      onClose={onClose}
    >
      <div className="stack">
        <p>
          Neither of you sees any more what the other writes in rooms you share, and no request from{" "}
          {name} reaches you. If you are connected, that ends.
        </p>
        <p>
          {name} is not told. But who no longer sees you in a room that you share can infer it.
          Hosts and owners still see everybody in their own rooms.
        </p>
      </div>
    </ConfirmDialog>
  );
}
