import type { Room } from "hubbub";
import { useEffect, useRef, useState } from "react";
import type { AnchoredScroll } from "../../components/talk/use-anchored-scroll";
import { useClient } from "../../deeds/client";
import type { Timeline } from "../../state";

/** Bring the message that the address names into sight, fetching its part of the talk if need be. */
export function useGoal(
  room: Room,
  seq: number | null,
  timeline: Timeline | undefined,
  scroll: AnchoredScroll,
): { seekAgain: () => void } {
  const client = useClient();
  const [turn, setTurn] = useState(0);
  const fetched = useRef("");
  const reached = useRef("");
  const isReady = timeline?.phase === "ready";
  const nearest = timeline?.messages.find((message) => message.seq >= (seq ?? 0))?.seq;
  const isDrawn = isReady && nearest === seq;
  const { scrollTo } = scroll;

  useEffect(() => {
    if (seq === null || !isReady) return;
    const goal = `${seq} ${turn}`;
    if (reached.current === goal) return;
    if (isDrawn || fetched.current === goal) {
      // The event of that number may be no message: then the next one that is.
      if (nearest !== undefined && scrollTo(nearest)) reached.current = goal;
    } else {
      fetched.current = goal;
      void client.showAround(room.stream, seq);
    }
  }, [client, room.stream, seq, turn, isReady, isDrawn, nearest, scrollTo]);

  const [seekAgain] = useState(() => () => {
    setTurn((old) => old + 1);
  });
  return { seekAgain };
}
