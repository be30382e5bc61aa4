/** How often a code may be used and how long it holds, as one chooses them. */

import { LIMITS } from "hubbub";
import { counted } from "../text/counting";

const ANY_NUMBER = "any";
const HOUR_S = 3600;
export const DAY_S = 24 * HOUR_S;
export const MONTH_S = 30 * DAY_S;
const USES = [1, 5, 10, 25, 100, LIMITS.max_invitation_uses];
const LASTING: readonly [seconds: number, words: string][] = [
  [HOUR_S, "1 hour"],
  [DAY_S, "1 day"],
  [7 * DAY_S, "7 days"],
  [MONTH_S, "30 days"],
  [LIMITS.max_invitation_s, "1 year"],
];

/** The number of uses that was chosen; null for any. */
export function usesOf(chosen: string): number | null {
  return chosen === ANY_NUMBER ? null : Number(chosen);
}

export function UsesOptions({ one, many }: { one: string; many: string }) {
  return (
    <>
      {USES.map((uses) => (
        <option key={uses} value={uses}>
          {counted(uses, one, many)}
        </option>
      ))}
      <option value={ANY_NUMBER}>Any number</option>
    </>
  );
}

export function LastingOptions() {
  return LASTING.map(([seconds, words]) => (
    <option key={seconds} value={seconds}>
      {words}
    </option>
  ));
}
