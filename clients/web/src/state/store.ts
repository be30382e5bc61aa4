import type { State } from "./model";

/** Holds the state, and tells when it is another; made for React's `useSyncExternalStore`. */
export interface Store {
  /** The present state: the same object until something changes. */
  readonly getSnapshot: () => State;
  /** Have `changed` called after each change; the function returned ends it. */
  readonly subscribe: (changed: () => void) => () => void;
}
