import { useClient } from "../../deeds/client";
import type { PendingMessage } from "../../state";
import { Alert } from "../alert";
import { Avatar } from "../avatar";
import { Button } from "../button";
import { Markdown } from "../markdown";
import { MessageQuote } from "./message-quote";
import { useTalk } from "./talk";

const NOBODY: ReadonlySet<string> = new Set();

/** A message of one's own that is not in the room yet. */
export function PendingRow({ pending }: { pending: PendingMessage }) {
  const client = useClient();
  const { me } = useTalk();
  const { key, failure } = pending;
  return (
    <article
      className="message message-pending"
      aria-label={failure ? "Your message, not sent" : "Your message, on its way"}
    >
      <div className="message-side">
        <Avatar name={me.display_name} colour={me.avatar_colour} isBot={me.kind === "bot"} />
      </div>
      <div className="message-main">
        <p className="message-head">
          <span className="message-author">{me.display_name}</span>
          <span className="message-time">{failure ? "not sent" : "sending …"}</span>
        </p>
        {pending.replyTo !== null && <MessageQuote seq={pending.replyTo} />}
        <Markdown body={pending.body} mentioned={NOBODY} own={NOBODY} />
        {failure && (
          <div className="message-failed">
            <Alert problem={failure} />
            <div className="button-row">
              <Button
                onClick={() => {
                  client.retry(key);
                }}
              >
                Try again
              </Button>
              <Button
                look="quiet"
                onClick={() => {
                  client.discard(key);
                }}
              >
                Discard
              </Button>
            </div>
          </div>
        )}
      </div>
    </article>
  );
}
