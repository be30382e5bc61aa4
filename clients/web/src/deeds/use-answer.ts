import { useEffect, useEffectEvent, useRef, useState } from "react";
import { problemOf, type Problem } from "./problem";

export interface Answered<T> {
  /** Null until it has come; kept while it is asked for again. */
  answer: T | null;
  problem: Problem | null;
  /** Take this for the answer, for the hub has just told it; what is still awaited is older. */
  replace: (answer: T) => void;
}

/** Ask the hub for one thing, and again whenever the question is another. */
export function useAnswer<T>(question: string, ask: () => Promise<T>): Answered<T> {
  const [answer, setAnswer] = useState<T | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const askNow = useEffectEvent(ask);
  /** Grows with every question and every answer from elsewhere: what an older one brings is stale. */
  const latest = useRef(0);

  const replace = (found: T): void => {
    latest.current += 1;
    setAnswer(found);
    setProblem(null);
  };
  const take = useEffectEvent(replace);

  useEffect(() => {
    const mine = (latest.current += 1);
    askNow().then(
      (found) => {
        if (mine === latest.current) take(found);
      },
      (error: unknown) => {
        if (mine === latest.current) setProblem(problemOf(error));
      },
    );
    return () => {
      latest.current += 1;
    };
  }, [question]);

  return { answer, problem, replace };
}
