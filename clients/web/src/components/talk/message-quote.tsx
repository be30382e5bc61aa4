import type { Message } from "hubbub";
import { gistOf } from "../../text/markdown";
import { nameOf, useTalk } from "./talk";
import { useQuoted } from "./use-quoted";

interface Props {
  seq: number;
}

/** The message that is answered, in a line; a press leads to it. */
export function MessageQuote({ seq }: Props) {
  const { stream, cards, deeds } = useTalk();
  const quoted = useQuoted(stream, seq);
  return (
    <button
      type="button"
      className="message-quote"
      tabIndex={-1}
      onClick={() => {
        deeds.goTo(seq);
      }}
    >
      <span className="unseen">In answer to </span>
      {quoted && <b>{nameOf(cards, quoted.author)}</b>} {gist(quoted)}
    </button>
  );
}

function gist(quoted: Message | null): string {
  if (quoted === null) return "an earlier message";
  return quoted.deleted ? "a deleted message" : gistOf(quoted.body);
}
