import type { LinkState } from "./link.js";
import type { Session } from "./session.js";

/** Tell a session's phase as its owner sees it; `since` is when it was last live. */
export function stateOf(session: Session, since: number): LinkState {
  if (session.ending !== null) return { phase: "ended", ...session.ending };
  switch (session.phase) {
    case "live":
      return { phase: "live" };
    case "waiting":
      return { phase: "waiting", since, retryAt: session.nextDeadline() };
    case "opening":
    case "greeting":
    case "leaving":
    case "ended":
      return { phase: "opening", since };
  }
}

/** Whether nothing changed that anybody need know. */
export function isSameState(one: LinkState, other: LinkState): boolean {
  if (one.phase === "waiting" && other.phase === "waiting") return one.retryAt === other.retryAt;
  return one.phase === other.phase;
}
