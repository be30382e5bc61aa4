import { useEffect, useEffectEvent, useRef } from "react";
import { useKnown } from "./client";

/** Do something again as soon as the link to the hub, which was lost, is back. */
export function useOnReturn(redo: () => void): void {
  const isLive = useKnown((state) => state.link.phase === "live");
  const wasLive = useRef(isLive);
  const redoNow = useEffectEvent(redo);

  useEffect(() => {
    if (isLive && !wasLive.current) redoNow();
    wasLive.current = isLive;
  }, [isLive]);
}
