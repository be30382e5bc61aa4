import type { ReceivedRequest } from "hubbub";
import { useState } from "react";
import { Button } from "../../components/button";
import { Asked } from "../../components/people/asked";
import { BlockDialog } from "../../components/people/block-dialog";
import { useNow } from "../../deeds/use-now";
import { ago } from "../../text/time";
import { Person } from "./person";

interface Props {
  request: ReceivedRequest;
  /** The request is answered, or is there no more. */
  onAnswered: (request: string) => void;
}

/** A request that one has received, with every answer to it. */
export function ReceivedRow({ request, onAnswered }: Props) {
  const { id, member, sent_at: sentAt } = request;
  const [isBlocking, setBlocking] = useState(false);
  const answered = (): void => {
    onAnswered(id);
  };
  return (
    <li className="person-row" aria-label={member.display_name}>
      <Person member={member} note={`asked ${ago(sentAt, useNow())}`} />
      <Asked request={request} onAnswered={answered}>
        <Button
          look="quiet"
          aria-label={`Block ${member.display_name}`}
          onClick={() => {
            setBlocking(true);
          }}
        >
          Block …
        </Button>
      </Asked>
      {isBlocking && (
        <BlockDialog
          member={member}
          onBlocked={answered}
          onClose={() => {
            setBlocking(false);
          }}
        />
      )}
    </li>
  );
}
