import { useEffect, useEffectEvent, useState } from "react";
import { problemOf, type Problem } from "./problem";

export interface Answered<T> {
  /** Null until it has come; kept while it is asked for again. */
  answer: T | null;
  problem: Problem | null;
}

/** Ask the hub for one thing, and again whenever the question is another. */
export function useAnswer<T>(question: string, ask: () => Promise<T>): Answered<T> {
  const [answer, setAnswer] = useState<T | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const askNow = useEffectEvent(ask);

  useEffect(() => {
    let isStale = false;
    askNow().then(
      (found) => {
        if (isStale) return;
        setAnswer(found);
        setProblem(null);
      },
      (error: unknown) => {
        if (!isStale) setProblem(problemOf(error));
      },
    );
    return () => {
      isStale = true;
    };
  }, [question]);

  return { answer, problem };
}
