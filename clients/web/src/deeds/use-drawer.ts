import { useEffect, useRef, type RefObject } from "react";

/**
 * The focus of a drawer that slides over the page: it goes in as the drawer opens, and back to
 * where it was as the drawer closes with it. Returns the drawer's ref; `onLeave` is called when the
 * focus goes elsewhere, which the drawer would hide.
 */
export function useDrawer<Drawer extends HTMLElement>(
  isOpen: boolean,
  onLeave: () => void,
): RefObject<Drawer | null> {
  const drawer = useRef<Drawer>(null);
  useEffect(() => {
    const element = drawer.current;
    if (!isOpen || element === null) return;
    const before = document.activeElement;
    element.querySelector<HTMLElement>("button, a")?.focus();
    const onFocus = (event: FocusEvent): void => {
      if (event.target instanceof Node && !element.contains(event.target)) onLeave();
    };
    document.addEventListener("focusin", onFocus);
    return () => {
      document.removeEventListener("focusin", onFocus);
      const now = document.activeElement;
      const isLost = now === null || now === document.body || element.contains(now);
      if (isLost && before instanceof HTMLElement) before.focus();
    };
  }, [isOpen, onLeave]);
  return drawer;
}
