import { useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import {
  carriedAlong,
  firstInSight,
  isEnd,
  isOfSameSize,
  lastInSight,
  rowOf,
  standingOf,
  topWithin,
  type Anchor,
  type Standing,
} from "./anchor";

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

/**
 * Keep what one reads where it is while older rows appear above and newer ones below, and follow
 * the end while one stands there. Browsers do this themselves except at the very top, and Safari
 * not at all; hence one way for all, with `overflow-anchor: none` on the scroller.
 */
export function useAnchoredScroll(options: Options): AnchoredScroll {
  const scroller = useRef<HTMLDivElement>(null);
  const anchor = useRef<Anchor>("end");
  const held = useRef<Standing>(null);
  const latest = useRef(options);
  const [isAtEnd, setAtEnd] = useState(true);

  const putInPlace = useCallback((): void => {
    const box = scroller.current;
    if (box === null) return;
    if (anchor.current === "end") {
      if (latest.current.endsInPresent) box.scrollTop = box.scrollHeight;
    } else {
      const row = rowOf(box, anchor.current.seq);
      if (row) box.scrollTop += topWithin(box, row) - anchor.current.top;
    }
    held.current = standingOf(box);
  }, []);

  /** Rows may come after a scroll and before the browser tells of it, which is in its next frame. */
  const noteScroll = useCallback((): void => {
    if (scroller.current === null || held.current === null) return;
    const now = standingOf(scroller.current);
    const { endsInPresent } = latest.current;
    anchor.current = carriedAlong(anchor.current, held.current, now, endsInPresent);
  }, []);

  const look = useCallback((): void => {
    const box = scroller.current;
    if (box === null) return;
    // What moved because sizes changed was not scrolled by anybody: put it right before looking.
    if (held.current === null || !isOfSameSize(held.current, standingOf(box))) {
      noteScroll();
      putInPlace();
    }
    const below = box.scrollHeight - box.clientHeight - box.scrollTop;
    const atEnd = isEnd(below);
    setAtEnd(atEnd);
    const isOnItsWay = anchor.current === "end" && !latest.current.endsInPresent;
    if (atEnd && latest.current.endsInPresent) anchor.current = "end";
    else if (!isOnItsWay) anchor.current = firstInSight(box) ?? anchor.current;
    held.current = standingOf(box);
    if (box.scrollTop < NEAR) latest.current.onNearTop();
    if (below < NEAR) latest.current.onNearEnd();
    const lowest = lastInSight(box);
    if (lowest !== null) latest.current.onSight(lowest);
  }, [noteScroll, putInPlace]);

  useLayoutEffect(() => {
    noteScroll();
    latest.current = options;
    putInPlace();
  });

  const { drawn } = options;
  useEffect(() => {
    // A row more need not change any size: few rows leave room above them.
    if (drawn !== undefined) look();
  }, [drawn, look]);

  const attach = useCallback(
    (box: HTMLDivElement) => {
      scroller.current = box;
      held.current = null;
      const observer = new ResizeObserver(() => {
        noteScroll();
        putInPlace();
        look();
      });
      observer.observe(box);
      if (box.firstElementChild) observer.observe(box.firstElementChild);
      return () => {
        observer.disconnect();
        scroller.current = null;
      };
    },
    [noteScroll, putInPlace, look],
  );

  return {
    attach,
    isAtEnd,
    onScroll: look,
    scrollToEnd: () => {
      anchor.current = "end";
      putInPlace();
      look();
    },
    scrollTo: (seq) => {
      const box = scroller.current;
      const row = box && rowOf(box, String(seq));
      if (!row) return false;
      box.scrollTop += topWithin(box, row) - (box.clientHeight - row.offsetHeight) / 2;
      anchor.current = { seq: String(seq), top: topWithin(box, row) };
      putInPlace();
      look();
      return true;
    },
  };
}
