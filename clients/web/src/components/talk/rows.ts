/** The rows of a room's talk: its messages, and what stands between them. */

import type { Message } from "hubbub";
import { isSameDay } from "../../text/time";

export type Row =
  | { kind: "day"; at: number }
  | { kind: "new" }
  | { kind: "message"; message: Message; isContinued: boolean };

const CLOSE_US = 5 * 60 * 1_000_000;

/**
 * Lay messages out under their days. The line for new messages stands before the first one of
 * another member after `read`; none if `read` is null.
 */
export function rowsOf(messages: readonly Message[], own: string, read: number | null): Row[] {
  const rows: Row[] = [];
  let before: Message | null = null;
  let isLineDrawn = read === null;
  for (const message of messages) {
    const isNewDay = before === null || !isSameDay(before.at, message.at);
    if (isNewDay) rows.push({ kind: "day", at: message.at });
    const isFirstNew = !isLineDrawn && message.seq > (read ?? 0) && message.author !== own;
    if (isFirstNew) {
      rows.push({ kind: "new" });
      isLineDrawn = true;
    }
    const isContinued = !isNewDay && !isFirstNew && continues(before, message);
    rows.push({ kind: "message", message, isContinued });
    before = message;
  }
  return rows;
}

function continues(before: Message | null, message: Message): boolean {
  return (
    before !== null &&
    before.author === message.author &&
    before.deleted === message.deleted &&
    message.reply_to === null &&
    !message.pinned &&
    message.at - before.at < CLOSE_US
  );
}
