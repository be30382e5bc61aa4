import { Alert } from "../../components/alert";
import { Button } from "../../components/button";
import { forgetCode } from "../../deeds/kept-code";
import type { SeenInvitation } from "./use-invitation";

/** Why an invitation cannot be shown, and what one may do. */
export function VoidCode({ seen }: { seen: SeenInvitation }) {
  return (
    <div className="stack">
      <Alert problem={seen.problem} />
      {seen.isVoid && <p className="soft">Ask whoever gave it to you for a new one.</p>}
      <div className="button-row">
        {!seen.isVoid && <Button onClick={seen.lookAgain}>Try again</Button>}
        <Button onClick={forgetCode}>Enter another</Button>
      </div>
    </div>
  );
}
