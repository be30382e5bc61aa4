/** Where on the site one is, in a word: told to those who do not see that the screen changed. */

import { useEffect, useSyncExternalStore } from "react";

let place = "";
const watchers = new Set<() => void>();

/** Say that one is at a screen of this title from now on; without one, that it is still opening. */
export function useArrival(title: string): void {
  useEffect(() => {
    if (title === "" || title === place) return;
    place = title;
    for (const onChange of watchers) onChange();
  }, [title]);
}

/** The title of the screen at which one is. */
export function useWhereabouts(): string {
  return useSyncExternalStore(
    (onChange) => {
      watchers.add(onChange);
      return () => watchers.delete(onChange);
    },
    () => place,
  );
}
