/**
 * A stretch of a stream's messages, kept true by the stream's events while pages are added to it.
 *
 * A page stands as after its `as_of`, which may be before or after the last event applied here.
 * Before: the events since the page was asked for are kept in `meanwhile` and applied to it.
 * After: its messages are noted in `ahead`, and events up to there leave them alone.
 */

import type { Event, Failure, Message, MessagePage } from "hubbub";
import { changedBy, messageOf, targetOf } from "./message-fold";
import type { PageSide, Timeline } from "./model";

/** Messages and what it takes to apply an event to them. */
type Stretch = Pick<Timeline, "messages" | "moreAfter" | "asOf" | "ahead">;

/** A timeline without messages, as of an event. */
export function emptyTimeline(asOf: number): Timeline {
  return {
    phase: "loading",
    failure: null,
    messages: [],
    moreBefore: false,
    moreAfter: true,
    loading: null,
    asOf,
    ahead: new Map(),
    meanwhile: [],
  };
}

/** Note that a page is asked for; from now on events are kept for it. */
export function asking(timeline: Timeline, side: PageSide): Timeline {
  return { ...timeline, loading: side, failure: null, meanwhile: [] };
}

/** Note that the page under way could not be had. */
export function pageFailed(timeline: Timeline, failure: Failure): Timeline {
  const phase = timeline.phase === "ready" ? "ready" : "failed";
  return { ...timeline, phase, failure, loading: null, meanwhile: [] };
}

/** Apply an event, or count a place without one (`event` is null). */
export function advanced(timeline: Timeline, seq: number, event: Event | null): Timeline {
  if (seq <= timeline.asOf) return timeline;
  const isKept = timeline.loading !== null && event !== null;
  const meanwhile = isKept ? [...timeline.meanwhile, event] : timeline.meanwhile;
  const stretch = event === null ? timeline : applied(timeline, event);
  return { ...timeline, ...stretch, asOf: seq, ahead: pruned(stretch.ahead, seq), meanwhile };
}

/** Add the page that was asked for. */
export function withPage(timeline: Timeline, side: PageSide, page: MessagePage): Timeline {
  const caughtUp = catchUp(page, timeline.meanwhile);
  const rest = { phase: "ready", failure: null, loading: null, meanwhile: [] } as const;
  if (side === "fresh") {
    return { ...timeline, ...caughtUp, ...rest, moreBefore: page.more_before };
  }
  const known = new Set(timeline.messages.map((message) => message.seq));
  const added = caughtUp.messages.filter((message) => !known.has(message.seq));
  const messages =
    side === "before" ? [...added, ...timeline.messages] : [...timeline.messages, ...added];
  return {
    ...timeline,
    ...rest,
    messages,
    moreBefore: side === "before" ? page.more_before : timeline.moreBefore,
    moreAfter: side === "after" ? page.more_after : timeline.moreAfter,
    ahead: withAhead(timeline, added, caughtUp.asOf),
  };
}

/** The page after the events that it does not contain. */
function catchUp(page: MessagePage, events: readonly Event[]): Stretch {
  let stretch: Stretch = {
    messages: page.messages,
    moreAfter: page.more_after,
    asOf: page.as_of,
    ahead: new Map(),
  };
  for (const event of events) {
    if (event.seq > page.as_of) stretch = { ...applied(stretch, event), asOf: event.seq };
  }
  return stretch;
}

function applied(stretch: Stretch, event: Event): Stretch {
  if (event.kind === "message_sent") {
    const last = stretch.messages.at(-1)?.seq ?? 0;
    if (stretch.moreAfter || event.seq <= last) return stretch;
    return { ...stretch, messages: [...stretch.messages, messageOf(event)] };
  }
  const target = targetOf(event);
  if (target === null || event.seq <= (stretch.ahead.get(target) ?? 0)) return stretch;
  const index = indexOf(stretch.messages, target);
  const message = stretch.messages[index];
  if (message?.seq !== target) return stretch;
  const changed = changedBy(message, event);
  return changed === message
    ? stretch
    : { ...stretch, messages: stretch.messages.with(index, changed) };
}

/** The place of the first message with at least this `seq`. */
export function indexOf(messages: readonly Message[], seq: number): number {
  let low = 0;
  let high = messages.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((messages[middle]?.seq ?? 0) < seq) low = middle + 1;
    else high = middle;
  }
  return low;
}

function withAhead(timeline: Timeline, added: readonly Message[], asOf: number): Timeline["ahead"] {
  if (asOf <= timeline.asOf) return timeline.ahead;
  const ahead = new Map(timeline.ahead);
  for (const message of added) ahead.set(message.seq, asOf);
  return ahead;
}

/** Without what the events have reached. */
function pruned(ahead: Timeline["ahead"], seq: number): Timeline["ahead"] {
  if (ahead.size === 0) return ahead;
  const left = [...ahead].filter(([, asOf]) => asOf > seq);
  return left.length === ahead.size ? ahead : new Map(left);
}
