import type { MemberCard } from "hubbub";
import { useClient } from "../../deeds/client";
import { tell } from "../../deeds/notices";
import { useDeed } from "../../deeds/use-deed";
import { Alert } from "../alert";
import { Button } from "../button";

interface Props {
  member: MemberCard;
  onUnblocked: () => void;
}

/** For one whom one has blocked. */
export function Blocked({ member, onUnblocked }: Props) {
  const { api } = useClient();
  const { id, display_name: name } = member;
  const unblock = useDeed(async () => {
    await api.call("unblock_member", { path: { member: id } });
    tell(`${name} is blocked no longer.`);
    onUnblocked();
  });
  return (
    <>
      <p>You have blocked {name}: neither of you sees what the other writes in rooms.</p>
      <Alert problem={unblock.problem} />
      <div className="button-row">
        <Button busy={unblock.busy} onClick={() => void unblock.run()}>
          Unblock
        </Button>
      </div>
    </>
  );
}
