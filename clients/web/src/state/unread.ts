/** What lies behind a read marker. */

import { LIMITS, type Message } from "hubbub";
import type { Timeline } from "./model";

/** The messages of others behind a marker at `seq`; null where what is known does not tell. */
export function unreadBehind(
  head: number,
  seq: number,
  timeline: Timeline | null,
  me: string,
): readonly Message[] | null {
  if (seq >= head) return [];
  if (timeline === null || !isCountKnown({ head }, seq, timeline)) return null;
  return timeline.messages.filter(
    (message) => message.seq > seq && message.author !== me && !message.deleted,
  );
}

/** Whether what is known tells how many messages lie behind a marker at `seq`. */
export function isCountKnown(
  { head }: { readonly head: number },
  seq: number,
  timeline: Timeline | null,
): boolean {
  if (seq >= head) return true;
  if (timeline?.phase !== "ready" || timeline.moreAfter) return false;
  const first = timeline.messages[0]?.seq ?? Infinity;
  return !timeline.moreBefore || first <= seq + 1;
}

/** A count as the hub tells it: it stops at 1,000. */
export function atMostCeiling(count: number): number {
  return Math.min(count, LIMITS.unread_ceiling);
}
