import { useEffect, useRef, useState } from "react";
import type { AnchoredScroll } from "../../components/talk/use-anchored-scroll";
import { useClient } from "../../deeds/client";
import type { Timeline } from "../../state";

/** Bring the message that the address names into sight, fetching its part of the talk if need be. */
export function useGoal(
  stream: string,
  seq: number | null,
  timeline: Timeline | undefined,
  scroll: AnchoredScroll,
): { seekAgain: () => void } {
  const client = useClient();
  const [turn, setTurn] = useState(0);
  const fetched = useRef("");
  const reached = useRef("");
  const isReady = timeline?.phase === "ready";
  // The event of that number may be no message: then the next one that is.
  const nearest = seq === null || !isReady ? undefined : nearestIn(timeline, seq);
  const { scrollTo } = scroll;

  useEffect(() => {
    if (seq === null || !isReady) return;
    const goal = `${seq} ${turn}`;
    if (reached.current === goal) return;
    if (nearest !== undefined) {
      if (scrollTo(nearest)) reached.current = goal;
    } else if (fetched.current !== goal) {
      fetched.current = goal;
      void client.showAround(stream, seq);
    }
  }, [client, stream, seq, turn, isReady, nearest, scrollTo]);

  const [seekAgain] = useState(() => () => {
    setTurn((old) => old + 1);
  });
  return { seekAgain };
}

/** The first message from `seq` on, if this part of the talk reaches over that place. */
function nearestIn(timeline: Timeline, seq: number): number | undefined {
  const { messages, moreBefore } = timeline;
  const first = messages[0]?.seq ?? 0;
  if (first > seq && moreBefore) return undefined;
  return messages.find((message) => message.seq >= seq)?.seq;
}
