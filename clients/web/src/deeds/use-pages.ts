import { useEffect, useEffectEvent, useState } from "react";
import { problemOf, type Problem } from "./problem";

/** One page of a list, and the cursor of the next. */
export interface PageOf<T> {
  items: readonly T[];
  next: string | null;
}

export interface Pages<T> {
  /** Null until the first page has come. */
  items: readonly T[] | null;
  hasMore: boolean;
  isLoading: boolean;
  problem: Problem | null;
  loadMore: () => void;
  /** Start again from the first page, keeping what is shown until it comes. */
  reload: () => void;
  /** Change what is shown, after a deed that the hub has confirmed. */
  change: (edit: (items: readonly T[]) => readonly T[]) => void;
}

interface Shown<T> {
  question: string;
  items: readonly T[];
  next: string | null;
}

/**
 * A list that comes in pages. `question` tells one list from another; `fetchPage` gives the page
 * after a cursor ("" for the first) and is taken as it is when the question changes.
 */
export function usePages<T>(
  question: string,
  fetchPage: (after: string) => Promise<PageOf<T>>,
): Pages<T> {
  const [shown, setShown] = useState<Shown<T> | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [wanted, setWanted] = useState({ question, after: "", turn: 0 });
  const [arrived, setArrived] = useState("");
  // A new question starts at the first page, whatever was wanted of the old one.
  const after = wanted.question === question ? wanted.after : "";
  const asked = `${question}\n${after}\n${wanted.turn}`;

  const fetchNow = useEffectEvent(fetchPage);

  useEffect(() => {
    let isStale = false;
    const take = (page: PageOf<T>): void => {
      setProblem(null);
      setShown((old) => ({
        question,
        items: after === "" ? page.items : [...(old?.items ?? []), ...page.items],
        next: page.next,
      }));
    };
    fetchNow(after)
      .then(
        (page) => {
          if (!isStale) take(page);
        },
        (error: unknown) => {
          if (!isStale) setProblem(problemOf(error));
        },
      )
      .finally(() => {
        if (!isStale) setArrived(asked);
      });
    return () => {
      isStale = true;
    };
  }, [asked, question, after]);

  return {
    items: shown?.items ?? null,
    hasMore: shown !== null && shown.next !== null,
    isLoading: arrived !== asked,
    problem,
    loadMore: () => {
      setWanted((old) => ({ ...old, question, after: shown?.next ?? "" }));
    },
    reload: () => {
      setWanted((old) => ({ question, after: "", turn: old.turn + 1 }));
    },
    change: (edit) => {
      setShown((old) => old && { ...old, items: edit(old.items) });
    },
  };
}
