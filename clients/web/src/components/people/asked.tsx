import type { Beginning, ReceivedRequest } from "hubbub";
import { useState, type ReactNode } from "react";
import { useRequestDeeds } from "../../deeds/use-request-deeds";
import { originLine, roomNames } from "../../text/people";
import { Alert } from "../alert";
import { Button } from "../button";
import { ReportDialog } from "./report-dialog";

interface Props {
  request: ReceivedRequest;
  onAnswered: () => void;
  /** More that one may do, beside the answers. */
  children?: ReactNode;
}

/** A request that one has received, and the answers to it. */
export function Asked({ request, onAnswered, children }: Props) {
  const { member, beginning, opening, shared_rooms: rooms, put_off: isPutOff } = request;
  const others = rooms.filter(({ id }) => id !== beginning.room?.id);
  const name = member.display_name;
  const [isReporting, setReporting] = useState(false);
  const { accept, putOff, decline } = useRequestDeeds(request, onAnswered);
  const busy = accept.busy || putOff.busy || decline.busy;
  return (
    <>
      <p className="soft">
        {originLine(beginning, "received")}
        {others.length > 0 && ` · ${also(beginning)} in ${roomNames(others)}`}
      </p>
      {opening !== "" && <p className="opening">{opening}</p>}
      <Alert problem={accept.problem ?? putOff.problem ?? decline.problem} />
      <div className="button-row">
        <Button
          look="primary"
          busy={busy}
          aria-label={`Accept ${name}`}
          onClick={() => void accept.run()}
        >
          Accept
        </Button>
        {!isPutOff && (
          <Button busy={busy} aria-label={`Not now: ${name}`} onClick={() => void putOff.run()}>
            Not now
          </Button>
        )}
        <Button busy={busy} aria-label={`Decline ${name}`} onClick={() => void decline.run()}>
          Decline
        </Button>
        <Button
          look="quiet"
          aria-label={`Report ${name}`}
          onClick={() => {
            setReporting(true);
          }}
        >
          Report …
        </Button>
        {children}
      </div>
      {isReporting && (
        <ReportDialog
          request={request}
          onClose={() => {
            setReporting(false);
          }}
        />
      )}
    </>
  );
}

function also({ room }: Beginning): string {
  return room ? "also" : "you both are";
}
