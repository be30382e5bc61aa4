/** What the client needs of the world around it; a test gives another world. */

import { makeKey, openWith, systemClock, type Clock, type OpenSocket } from "hubbub";

export interface Environment {
  /** The hub's address; empty in the hub's own pages. */
  readonly origin: string;
  /** The hub's socket. */
  readonly socketUrl: string;
  readonly fetch: typeof fetch;
  readonly openSocket: OpenSocket;
  readonly clock: Clock;
  /** A random number from 0 to 1. */
  readonly chance: () => number;
  readonly makeKey: () => string;
  /** What outlives a reload of the page, but not its tab. */
  readonly storage: Pick<Storage, "getItem" | "setItem" | "removeItem">;
  /** Have a function called whenever it is worth trying to go live at once. */
  readonly onReturn: (call: () => void) => () => void;
  /** Have a function called whenever the member does something with the page, or looks at it. */
  readonly onDoing: (call: () => void) => () => void;
}

const DOINGS = ["pointerdown", "pointermove", "keydown", "wheel", "focus"] as const;

/** The browser, in a page that came from the hub. */
export function browserEnvironment(): Environment {
  return {
    origin: "",
    socketUrl: `${location.origin.replace(/^http/, "ws")}/ws`,
    fetch: fetch.bind(globalThis),
    openSocket: openWith(),
    clock: systemClock,
    chance: Math.random,
    makeKey,
    storage: sessionStorage,
    onReturn,
    onDoing,
  };
}

/** The network came back, or the page is looked at again. */
function onReturn(call: () => void): () => void {
  const whenVisible = (): void => {
    if (document.visibilityState === "visible") call();
  };
  window.addEventListener("online", call);
  document.addEventListener("visibilitychange", whenVisible);
  return () => {
    window.removeEventListener("online", call);
    document.removeEventListener("visibilitychange", whenVisible);
  };
}

/** A pointer, a key, a wheel; or the page came in sight. */
function onDoing(call: () => void): () => void {
  const whenVisible = (): void => {
    if (document.visibilityState === "visible") call();
  };
  for (const doing of DOINGS) window.addEventListener(doing, call, { passive: true });
  document.addEventListener("visibilitychange", whenVisible);
  return () => {
    for (const doing of DOINGS) window.removeEventListener(doing, call);
    document.removeEventListener("visibilitychange", whenVisible);
  };
}
