/**
 * The code of the invitation that one has come with. It is kept for this tab alone, until it is
 * used or given up, so that one may sign in or register in between; and it is out of the address
 * bar before anything is drawn.
 */

import { useSyncExternalStore } from "react";
import { codeIn } from "../text/invitation";

/** What an invitation leads into. */
export type Into = "room" | "community";

export interface KeptCode {
  readonly code: string;
  /** Null until the hub has told. */
  readonly into: Into | null;
}

const PLACE = "hubbub.invitation";
const PATH = "/invite";
const watchers = new Set<() => void>();
let kept: KeptCode | null = null;

/** Take the code from the address, now and whenever a link is followed; call once. */
export function watchForCodes(): void {
  kept = recalled();
  takeFromAddress();
  window.addEventListener("hashchange", takeFromAddress);
}

/** Keep a code, and what it leads into once that is known. */
export function keepCode(code: string, into: Into | null = null): void {
  change({ code, into });
}

/** Forget the code. */
export function forgetCode(): void {
  change(null);
}

/** The code that one has come with, kept up to date. */
export function useKeptCode(): KeptCode | null {
  return useSyncExternalStore(
    (onChange) => {
      watchers.add(onChange);
      return () => watchers.delete(onChange);
    },
    () => kept,
  );
}

function takeFromAddress(): void {
  if (location.pathname !== PATH || location.hash.length < 2) return;
  const code = codeIn(location.hash);
  window.history.replaceState(null, "", PATH);
  if (code !== "") keepCode(code);
}

function change(next: KeptCode | null): void {
  kept = next;
  try {
    if (next === null) sessionStorage.removeItem(PLACE);
    else sessionStorage.setItem(PLACE, JSON.stringify(next));
  } catch {
    // The browser gives no room: the code lives as long as the page does.
  }
  for (const onChange of watchers) onChange();
}

function recalled(): KeptCode | null {
  try {
    const found = JSON.parse(sessionStorage.getItem(PLACE) ?? "null") as KeptCode | null;
    return typeof found?.code === "string" ? found : null;
  } catch {
    return null; // not ours, or of another version
  }
}
