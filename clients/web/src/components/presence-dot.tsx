import type { PresenceState } from "hubbub";
import "./presence-dot.css";

/** Whether somebody is here: filled for here, hollow for away. The word always stands beside it. */
export function PresenceDot({ state }: { state: PresenceState }) {
  return <span className={`presence-dot presence-dot-${state}`} aria-hidden="true" />;
}
