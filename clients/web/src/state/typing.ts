/** Who writes where. */

import { withEntry, withoutEntry } from "./maps";
import type { Typing } from "./model";

/** For how long one is believed to write after the last sign of it, in milliseconds. */
export const TYPING_MS = 6_000;

/** A member was seen writing. */
export function typingSeen(typing: Typing, stream: string, member: string, now: number): Typing {
  const there = typing.get(stream) ?? new Map<string, number>();
  return withEntry(typing, stream, withEntry(there, member, now + TYPING_MS));
}

/** A member has written. */
export function typingEnded(typing: Typing, stream: string, member: string): Typing {
  const there = typing.get(stream);
  if (there?.has(member) !== true) return typing;
  const left = withoutEntry(there, member);
  return left.size === 0 ? withoutEntry(typing, stream) : withEntry(typing, stream, left);
}

/** Without those who were not seen writing for a while. */
export function typingNow(typing: Typing, now: number): Typing {
  let result = typing;
  for (const [stream, there] of typing) {
    for (const [member, until] of there) {
      if (until <= now) result = typingEnded(result, stream, member);
    }
  }
  return result;
}

/** When the first of them is believed no longer; infinity if nobody writes. */
export function typingUntil(typing: Typing): number {
  let first = Infinity;
  for (const there of typing.values()) {
    for (const until of there.values()) first = Math.min(first, until);
  }
  return first;
}
