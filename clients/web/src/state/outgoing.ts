/** One's own messages on their way into a stream. */

import type { Failure, MessageSentEvent } from "hubbub";
import type { PendingMessage } from "./model";

type Pending = readonly PendingMessage[];

/** The hub has the message: it waits for its event, which brings it into the stream. */
export function accepted(pending: Pending, key: string, id: string | null, seq: number): Pending {
  return changed(pending, key, { phase: "sent", id, seq });
}

/** The hub refused the message for good. */
export function refused(pending: Pending, key: string, failure: Failure): Pending {
  return changed(pending, key, { phase: "failed", id: null, failure });
}

/** A failed message is on its way again. */
export function retried(pending: Pending, key: string): Pending {
  return changed(pending, key, { phase: "pending", failure: null });
}

/**
 * Note that a message of the caller came with the stream. If the answer to it was lost with a
 * socket, the oldest pending one of the same content is most likely the same: it is shown no
 * longer, and the repeated send will tell.
 */
export function echoed(pending: Pending, event: MessageSentEvent): Pending {
  if (pending.some((each) => each.id === event.id)) return pending;
  const echo = pending.find(
    (each) =>
      each.phase === "pending" &&
      each.id === null &&
      each.stream === event.stream &&
      each.body === event.body &&
      each.replyTo === (event.reply_to ?? null),
  );
  return echo === undefined ? pending : changed(pending, echo.key, { id: event.id });
}

/** Without the messages that a stream has brought: all that are sent, up to its `asOf`. */
export function withoutArrived(pending: Pending, stream: string, asOf: number): Pending {
  const left = pending.filter(
    (each) => each.stream !== stream || each.phase !== "sent" || (each.seq ?? 0) > asOf,
  );
  return left.length === pending.length ? pending : left;
}

function changed(pending: Pending, key: string, change: Partial<PendingMessage>): Pending {
  return pending.map((each) => (each.key === key ? { ...each, ...change } : each));
}
