/**
 * The code that one has come with, of an invitation or of somebody's contact code. It is kept for
 * this tab alone, until it is used or given up, so that one may sign in or register in between;
 * and it is out of the address bar before anything is drawn.
 */

import { useSyncExternalStore } from "react";
import { codeIn } from "../text/invitation";

/** What an invitation leads into. */
export type Into = "room" | "community";

export interface KeptCode {
  readonly code: string;
  /** What an invitation leads into: null until the hub has told. */
  readonly into: Into | null;
}

/** Keeps the code of one kind of link. */
class Keeper {
  readonly #place: string;
  readonly #path: string;
  readonly #watchers = new Set<() => void>();
  #kept: KeptCode | null = null;

  constructor(place: string, path: string) {
    this.#place = place;
    this.#path = path;
  }

  /** Take the code from the address, now and whenever a link is followed. */
  watch(): void {
    this.#kept = this.#recalled();
    this.#takeFromAddress();
    window.addEventListener("hashchange", () => {
      this.#takeFromAddress();
    });
  }

  change(next: KeptCode | null): void {
    this.#kept = next;
    try {
      if (next === null) sessionStorage.removeItem(this.#place);
      else sessionStorage.setItem(this.#place, JSON.stringify(next));
    } catch {
      // The browser gives no room: the code lives as long as the page does.
    }
    for (const onChange of this.#watchers) onChange();
  }

  readonly subscribe = (onChange: () => void): (() => void) => {
    this.#watchers.add(onChange);
    return () => this.#watchers.delete(onChange);
  };

  readonly getKept = (): KeptCode | null => this.#kept;

  #takeFromAddress(): void {
    if (location.pathname !== this.#path || location.hash.length < 2) return;
    const code = codeIn(location.hash);
    window.history.replaceState(null, "", this.#path);
    if (code !== "") this.change({ code, into: null });
  }

  #recalled(): KeptCode | null {
    try {
      const found = JSON.parse(sessionStorage.getItem(this.#place) ?? "null") as KeptCode | null;
      return typeof found?.code === "string" ? found : null;
    } catch {
      return null; // not ours, or of another version
    }
  }
}

const invitation = new Keeper("hubbub.invitation", "/invite");
const contact = new Keeper("hubbub.contact", "/contact");

/** Take codes from the address; call once. */
export function watchForCodes(): void {
  invitation.watch();
  contact.watch();
}

/** Keep the code of an invitation, and what it leads into once that is known. */
export function keepCode(code: string, into: Into | null = null): void {
  invitation.change({ code, into });
}

/** Forget the code of the invitation. */
export function forgetCode(): void {
  invitation.change(null);
}

/** The code of the invitation that one has come with, kept up to date. */
export function useKeptCode(): KeptCode | null {
  return useSyncExternalStore(invitation.subscribe, invitation.getKept);
}

/** Keep the contact code that one has typed. */
export function keepContactCode(code: string): void {
  contact.change({ code, into: null });
}

/** Forget the contact code. */
export function forgetContactCode(): void {
  contact.change(null);
}

/** The contact code that one has come with, kept up to date; null without one. */
export function useContactCode(): string | null {
  return useSyncExternalStore(contact.subscribe, contact.getKept)?.code ?? null;
}
