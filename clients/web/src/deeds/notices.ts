/** Short words about what just happened or failed, shown for a while. */

import { useSyncExternalStore } from "react";

export interface Notice {
  id: number;
  text: string;
  isProblem: boolean;
}

const SHOWN_MS = 7_000;
let notices: readonly Notice[] = [];
let lastId = 0;
const watchers = new Set<() => void>();

function change(next: readonly Notice[]): void {
  notices = next;
  for (const onChange of watchers) onChange();
}

function show(text: string, isProblem: boolean): void {
  const id = ++lastId;
  change([...notices.slice(-2), { id, text, isProblem }]);
  window.setTimeout(() => {
    dismissNotice(id);
  }, SHOWN_MS);
}

/** Say that something worked. */
export function tell(text: string): void {
  show(text, false);
}

/** Say that something did not work. */
export function warn(text: string): void {
  show(text, true);
}

/** Take a notice away. */
export function dismissNotice(id: number): void {
  change(notices.filter((notice) => notice.id !== id));
}

/** The notices shown now. */
export function useNotices(): readonly Notice[] {
  return useSyncExternalStore(
    (onChange) => {
      watchers.add(onChange);
      return () => watchers.delete(onChange);
    },
    () => notices,
  );
}
