/** Where the browser is: the History API as a source that React can watch. */

import { useSyncExternalStore } from "react";

const watchers = new Set<() => void>();

function watch(onChange: () => void): () => void {
  watchers.add(onChange);
  window.addEventListener("popstate", onChange);
  return () => {
    watchers.delete(onChange);
    window.removeEventListener("popstate", onChange);
  };
}

function tellWatchers(): void {
  for (const onChange of watchers) onChange();
}

/** Go to an address of this site; `replace` leaves no way back to the present one. */
export function navigate(address: string, how: { replace?: boolean } = {}): void {
  if (how.replace) window.history.replaceState(null, "", address);
  else window.history.pushState(null, "", address);
  tellWatchers();
}

/** The present path and query, kept up to date. */
export function useAddress(): string {
  return useSyncExternalStore(watch, () => location.pathname + location.search);
}
