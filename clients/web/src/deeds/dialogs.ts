/** Which dialogs are open. Everything below the topmost is dimmed, and out of reach. */

import { useSyncExternalStore } from "react";

let open: readonly string[] = [];
const watchers = new Set<() => void>();

function change(next: readonly string[]): void {
  open = next;
  for (const onChange of watchers) onChange();
}

/** Note that a dialog opens above the others; the answer notes that it has closed. */
export function noteOpened(id: string): () => void {
  change([...open, id]);
  return () => {
    change(open.filter((other) => other !== id));
  };
}

/** The id of the topmost dialog, null while none is open. */
export function useTopmost(): string | null {
  return useSyncExternalStore(
    (onChange) => {
      watchers.add(onChange);
      return () => watchers.delete(onChange);
    },
    () => open.at(-1) ?? null,
  );
}
