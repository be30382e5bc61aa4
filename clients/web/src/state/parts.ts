/** What the parts of the client share. */

import { HubbubError, type Api, type Clock, type Link } from "hubbub";
import type { Environment } from "./environment";
import type { WritableStore } from "./store";

export interface Parts {
  readonly environment: Environment;
  readonly store: WritableStore;
  readonly api: Api;
  readonly link: Link;
}

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15_000;

/** Call until the hub answers for good: for what nobody waits for with a button in hand. */
export async function untilAnswered<Answer>(
  { clock, chance }: Pick<Environment, "clock" | "chance">,
  signal: AbortSignal,
  call: () => Promise<Answer>,
): Promise<Answer> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await call();
    } catch (error) {
      if (signal.aborted || !(error instanceof HubbubError) || !error.retry) throw error;
      const longest = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** attempt);
      await wait(clock, Math.max(error.afterMs ?? 0, chance() * longest));
    }
  }
}

/** Have something done of which only the store tells; refusals and interruptions end it. */
export function inBackground(deed: Promise<unknown>): void {
  deed.catch((error: unknown) => {
    const isExpected = error instanceof HubbubError || isInterruption(error);
    if (!isExpected) throw error;
  });
}

/** Whether a request was given up on this side. */
export function isInterruption(error: unknown): boolean {
  return error instanceof DOMException && error.name === "AbortError";
}

function wait(clock: Clock, ms: number): Promise<void> {
  return new Promise((resolve) => {
    clock.after(ms, resolve);
  });
}
