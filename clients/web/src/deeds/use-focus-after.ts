import { useEffect, useRef, type RefObject } from "react";

/**
 * The focus of a row that goes with its row: give it to the list, once no dialog is open.
 * Returns the list's ref, and what to call when a row goes.
 */
export function useFocusAfter<List extends HTMLElement>(
  isDialogOpen: boolean,
): [RefObject<List | null>, () => void] {
  const list = useRef<List>(null);
  const isRowGone = useRef(false);
  useEffect(() => {
    if (!isRowGone.current || isDialogOpen) return;
    isRowGone.current = false;
    list.current?.focus();
  });
  const rowGone = (): void => {
    isRowGone.current = true;
  };
  return [list, rowGone];
}
