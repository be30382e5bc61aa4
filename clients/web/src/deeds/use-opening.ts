import { useEffect, useEffectEvent, useState } from "react";
import { problemOf, type Problem } from "./problem";
import { useOnReturn } from "./use-on-return";

export interface Opening {
  /** Why it could not be opened; null while it has not failed. */
  problem: Problem | null;
  tryAgain: () => void;
}

/** Open something when it is shown, and again when `turn` changes or a lost hub is back. */
export function useOpening(open: () => Promise<unknown>, turn: unknown = null): Opening {
  const [problem, setProblem] = useState<Problem | null>(null);
  const [attempt, setAttempt] = useState(0);
  const openNow = useEffectEvent(open);

  useEffect(() => {
    let isStale = false;
    openNow().then(
      () => {
        if (!isStale) setProblem(null);
      },
      (error: unknown) => {
        if (!isStale) setProblem(problemOf(error));
      },
    );
    return () => {
      isStale = true;
    };
  }, [attempt, turn]);

  const tryAgain = (): void => {
    setAttempt((old) => old + 1);
  };
  useOnReturn(() => {
    if (problem !== null) tryAgain();
  });
  return { problem, tryAgain };
}
