import { useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";

/**
 * What holds still while rows come and go: a message at a distance from the top, or the end, also
 * while the present is still being fetched.
 */
type Anchor = "end" | { seq: string; top: number };

interface Options {
  /** Another object whenever other rows are drawn. */
  drawn: object | undefined;
  /** More can be had at the upper or lower end; called again and again while one is near it. */
  onNearTop: () => void;
  onNearEnd: () => void;
  /** Whether the last row is the present, so that new rows should be followed. */
  endsInPresent: boolean;
  /** Called with the `seq` of the lowest message in sight. */
  onSight: (seq: number) => void;
}

export interface AnchoredScroll {
  /** The ref of the element that scrolls; its first child is what it scrolls over. */
  attach: (box: HTMLDivElement) => () => void;
  /** Whether the end is in sight. */
  isAtEnd: boolean;
  onScroll: () => void;
  scrollToEnd: () => void;
  /** Bring a message to the middle; false if it is not drawn. */
  scrollTo: (seq: number) => boolean;
}

const NEAR = 800;
const END_SLACK = 48;

/**
 * Keep what one reads where it is while older rows appear above and newer ones below, and follow
 * the end while one stands there. Browsers do this themselves except at the very top, and Safari
 * not at all; hence one way for all, with `overflow-anchor: none` on the scroller.
 */
export function useAnchoredScroll(options: Options): AnchoredScroll {
  const scroller = useRef<HTMLDivElement>(null);
  const anchor = useRef<Anchor>("end");
  /** The sizes at which the anchor was put in its place. */
  const heldAt = useRef("");
  const latest = useRef(options);
  const [isAtEnd, setAtEnd] = useState(true);

  const holdStill = useCallback((): void => {
    const box = scroller.current;
    if (box === null) return;
    if (anchor.current === "end") {
      if (latest.current.endsInPresent) box.scrollTop = box.scrollHeight;
    } else {
      const row = rowOf(box, anchor.current.seq);
      if (row) box.scrollTop += topWithin(box, row) - anchor.current.top;
    }
    heldAt.current = sizesOf(box);
  }, []);

  const look = useCallback((): void => {
    const box = scroller.current;
    if (box === null) return;
    // What moved because sizes changed was not scrolled by anybody: put it right before looking.
    if (heldAt.current !== sizesOf(box)) holdStill();
    const below = box.scrollHeight - box.clientHeight - box.scrollTop;
    const atEnd = below <= END_SLACK;
    setAtEnd(atEnd);
    const isOnItsWay = anchor.current === "end" && !latest.current.endsInPresent;
    if (atEnd && latest.current.endsInPresent) anchor.current = "end";
    else if (!isOnItsWay) anchor.current = firstInSight(box) ?? anchor.current;
    if (box.scrollTop < NEAR) latest.current.onNearTop();
    if (below < NEAR) latest.current.onNearEnd();
    const lowest = lastInSight(box);
    if (lowest !== null) latest.current.onSight(lowest);
  }, [holdStill]);

  useLayoutEffect(() => {
    latest.current = options;
    holdStill();
  });

  const { drawn } = options;
  useEffect(() => {
    // A row more need not change any size: few rows leave room above them.
    if (drawn !== undefined) look();
  }, [drawn, look]);

  const attach = useCallback(
    (box: HTMLDivElement) => {
      scroller.current = box;
      const observer = new ResizeObserver(() => {
        holdStill();
        look();
      });
      observer.observe(box);
      if (box.firstElementChild) observer.observe(box.firstElementChild);
      return () => {
        observer.disconnect();
        scroller.current = null;
      };
    },
    [holdStill, look],
  );

  return {
    attach,
    isAtEnd,
    onScroll: look,
    scrollToEnd: () => {
      anchor.current = "end";
      holdStill();
      look();
    },
    scrollTo: (seq) => {
      const box = scroller.current;
      const row = box && rowOf(box, String(seq));
      if (!row) return false;
      box.scrollTop += topWithin(box, row) - (box.clientHeight - row.offsetHeight) / 2;
      anchor.current = { seq: String(seq), top: topWithin(box, row) };
      look();
      return true;
    },
  };
}

function sizesOf(box: HTMLElement): string {
  return `${box.scrollHeight} ${box.clientHeight}`;
}

function rowOf(box: HTMLElement, seq: string): HTMLElement | null {
  return box.querySelector<HTMLElement>(`[data-seq="${seq}"]`);
}

function topWithin(box: HTMLElement, row: HTMLElement): number {
  return row.getBoundingClientRect().top - box.getBoundingClientRect().top;
}

function firstInSight(box: HTMLElement): Anchor | null {
  for (const row of box.querySelectorAll<HTMLElement>("[data-seq]")) {
    const top = topWithin(box, row);
    if (top + row.offsetHeight > 0) return { seq: row.dataset["seq"] ?? "", top };
  }
  return null;
}

function lastInSight(box: HTMLElement): number | null {
  const rows = [...box.querySelectorAll<HTMLElement>("[data-seq]")];
  const row = rows.findLast((candidate) => topWithin(box, candidate) < box.clientHeight - 8);
  return row ? Number(row.dataset["seq"]) : null;
}
