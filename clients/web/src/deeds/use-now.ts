import { useSyncExternalStore } from "react";

const MINUTE_MS = 60_000;

function watch(onChange: () => void): () => void {
  const timer = window.setInterval(onChange, MINUTE_MS);
  return () => {
    window.clearInterval(timer);
  };
}

/** The time in milliseconds, to the minute, kept up to date. */
export function useNow(): number {
  return useSyncExternalStore(watch, () => Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS);
}
