import type { MemberCard, Message } from "hubbub";
import { useState } from "react";
import { nameOf } from "./talk";

interface Props {
  messages: readonly Message[];
  cards: ReadonlyMap<string, MemberCard>;
  own: string;
}

/** Says new messages of others to those who listen; older pages that come in stay silent. */
export function Announcer({ messages, cards, own }: Props) {
  const [since] = useState(() => messages.at(-1)?.seq ?? 0);
  const fresh = messages.filter(
    ({ seq, author, deleted }) => seq > since && author !== own && !deleted,
  );
  return (
    <div className="unseen" role="log" aria-live="polite" aria-label="New messages">
      {fresh.slice(-3).map((message) => (
        <p key={message.seq}>
          {nameOf(cards, message.author)}: {message.body}
        </p>
      ))}
    </div>
  );
}
