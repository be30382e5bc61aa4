/** What holds still in a talk while rows come and go, and where it is. */

/** A message at a distance from the top, or the end, also while the present is being fetched. */
export type Anchor = "end" | Place;

export interface Place {
  seq: string;
  top: number;
}

/** How everything stood when the anchor was last chosen, or put in its place. All in pixels. */
export interface Standing {
  /** The height of all that can be scrolled to. */
  whole: number;
  /** The height of the part in sight. */
  sight: number;
  /** How much is hidden above. */
  scrolled: number;
  lastRow: Place | null;
}

const END_SLACK = 48;

/** Whether so little is hidden below that one stands at the end. */
export function isEnd(below: number): boolean {
  return below <= END_SLACK;
}

/** The anchor after what somebody scrolled since it was put in its place. */
export function carriedAlong(
  anchor: Anchor,
  held: Standing,
  now: Standing,
  endsInPresent: boolean,
): Anchor {
  const isOnItsWay = anchor === "end" && !endsInPresent;
  const most = Math.max(0, now.whole - now.sight);
  // A browser that has less left to scroll over moves by itself.
  const isPushed = held.scrolled > most && now.scrolled > most - 1;
  const moved = now.scrolled - held.scrolled;
  if (isOnItsWay || isPushed || Math.abs(moved) < 1) return anchor;
  if (endsInPresent && isEnd(held.whole - held.sight - now.scrolled)) return "end";
  const before = anchor === "end" ? held.lastRow : anchor;
  return before === null ? anchor : { seq: before.seq, top: before.top - moved };
}

export function isOfSameSize(one: Standing, other: Standing): boolean {
  return one.whole === other.whole && one.sight === other.sight;
}

export function standingOf(box: HTMLElement): Standing {
  const row = rowsOf(box).at(-1);
  return {
    whole: box.scrollHeight,
    sight: box.clientHeight,
    scrolled: box.scrollTop,
    lastRow: row ? placeOf(box, row) : null,
  };
}

export function rowOf(box: HTMLElement, seq: string): HTMLElement | null {
  return box.querySelector<HTMLElement>(`[data-seq="${seq}"]`);
}

export function topWithin(box: HTMLElement, row: HTMLElement): number {
  return row.getBoundingClientRect().top - box.getBoundingClientRect().top;
}

export function firstInSight(box: HTMLElement): Place | null {
  for (const row of rowsOf(box)) {
    const place = placeOf(box, row);
    if (place.top + row.offsetHeight > 0) return place;
  }
  return null;
}

export function lastInSight(box: HTMLElement): number | null {
  const row = rowsOf(box).findLast((candidate) => topWithin(box, candidate) < box.clientHeight - 8);
  return row ? Number(row.dataset["seq"]) : null;
}

function rowsOf(box: HTMLElement): HTMLElement[] {
  return [...box.querySelectorAll<HTMLElement>("[data-seq]")];
}

function placeOf(box: HTMLElement, row: HTMLElement): Place {
  return { seq: row.dataset["seq"] ?? "", top: topWithin(box, row) };
}
