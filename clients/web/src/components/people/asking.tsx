import type { SentRequest } from "hubbub";
import { useClient } from "../../deeds/client";
import { tell } from "../../deeds/notices";
import { useDeed } from "../../deeds/use-deed";
import { originLine } from "../../text/people";
import { onDate } from "../../text/time";
import { Alert } from "../alert";
import { Button } from "../button";

interface Props {
  request: SentRequest;
  onWithdrawn: () => void;
}

/** One's own request, as long as it is pending. */
export function Asking({ request, onWithdrawn }: Props) {
  const { api } = useClient();
  const { id, member, opening, beginning, sent_at: sentAt, expires_at: expiresAt } = request;
  const name = member.display_name;
  const withdraw = useDeed(async () => {
    await api.call("withdraw_request", { path: { request: id } });
    tell(`You do not ask ${name} any more.`);
    onWithdrawn();
  });
  return (
    <>
      <p>
        <b>You asked on {onDate(sentAt)}.</b> {name} may answer until {onDate(expiresAt)}.
      </p>
      {opening !== "" && <p className="opening">{opening}</p>}
      <p className="soft small">{originLine(beginning, "sent")}</p>
      <Alert problem={withdraw.problem} />
      <div className="button-row">
        <Button
          busy={withdraw.busy}
          aria-label={`Withdraw your request to ${name}`}
          onClick={() => void withdraw.run()}
        >
          Withdraw
        </Button>
      </div>
    </>
  );
}
