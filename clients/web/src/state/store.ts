import type { Fact } from "./facts";
import type { State } from "./model";

/** Holds the state, and tells when it is another; made for React's `useSyncExternalStore`. */
export interface Store {
  /** The present state: the same object until something changes. */
  readonly getSnapshot: () => State;
  /** Have `changed` called after each change; the function returned ends it. */
  readonly subscribe: (changed: () => void) => () => void;
}

/** A store that can be told what happened. */
export interface WritableStore extends Store {
  readonly tell: (fact: Fact) => void;
}

/** Make a store that changes by `reduce` alone. */
export function makeStore(
  initial: State,
  reduce: (state: State, fact: Fact) => State,
): WritableStore {
  let state = initial;
  const watchers = new Set<() => void>();
  return {
    getSnapshot: () => state,
    subscribe(changed) {
      watchers.add(changed);
      return () => watchers.delete(changed);
    },
    tell(fact) {
      const next = reduce(state, fact);
      if (next === state) return;
      state = next;
      for (const changed of watchers) changed();
    },
  };
}
