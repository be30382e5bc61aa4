/** What one has written and the hub has not: kept through a reload of the page. */

import type { Environment } from "./environment";
import type { Draft, PendingMessage, State } from "./model";

const PLACE = "hubbub.unsent";

/** What is kept, and whose it is. */
export interface Unsent {
  readonly member: string;
  readonly pending: readonly PendingMessage[];
  readonly drafts: readonly (readonly [stream: string, draft: Draft])[];
}

/** Keep what the state holds of the caller's unsent writing. */
export function keepUnsent(storage: Environment["storage"], state: State): void {
  if (state.caller.kind !== "member") return;
  if (state.pending.length === 0 && state.drafts.size === 0) {
    forgetUnsent(storage);
    return;
  }
  const unsent: Unsent = {
    member: state.caller.me.id,
    pending: state.pending,
    drafts: [...state.drafts],
  };
  try {
    storage.setItem(PLACE, JSON.stringify(unsent));
  } catch {
    // The browser gives no room: the unsent lives as long as the page does.
  }
}

/** What was kept of a member's unsent writing; null if nothing. */
export function recallUnsent(storage: Environment["storage"], member: string): Unsent | null {
  const kept = storage.getItem(PLACE);
  if (kept === null) return null;
  try {
    const unsent = JSON.parse(kept) as Unsent;
    const isWhole = Array.isArray(unsent.pending) && Array.isArray(unsent.drafts);
    return isWhole && unsent.member === member ? unsent : null;
  } catch {
    return null; // not ours, or of another version
  }
}

/** Keep nothing. */
export function forgetUnsent(storage: Environment["storage"]): void {
  storage.removeItem(PLACE);
}
