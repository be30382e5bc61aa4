import { useRef, useState } from "react";
import { problemOf, type Problem } from "./problem";

export interface Deed<A extends unknown[]> {
  busy: boolean;
  /** Why the last run failed, until the next one. */
  problem: Problem | null;
  /** Do it; true if it succeeded. While it runs, another run does nothing. */
  run: (...args: A) => Promise<boolean>;
}

/** Something that a button or a form does, with its waiting and its failing. */
export function useDeed<A extends unknown[]>(work: (...args: A) => Promise<void>): Deed<A> {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const isRunning = useRef(false);

  const run = async (...args: A): Promise<boolean> => {
    if (isRunning.current) return false;
    isRunning.current = true;
    setBusy(true);
    setProblem(null);
    try {
      await work(...args);
      return true;
    } catch (error) {
      setProblem(problemOf(error));
      return false;
    } finally {
      isRunning.current = false;
      setBusy(false);
    }
  };
  return { busy, problem, run };
}
