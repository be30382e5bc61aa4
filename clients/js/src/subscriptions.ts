import { LIMITS } from "./generated/constants.js";
import type {
  ErrorFrame,
  ResetFrame,
  StreamFrom,
  StreamState,
  SubscribeCommand,
  SubscribedFrame,
  WelcomeFrame,
} from "./generated/wire.js";
import type { StreamNews } from "./news.js";

/** The wait before a refused subscription is asked for again where the hub names none. */
const ASK_AGAIN_MS = 1000;

interface Subscription {
  /** The last event given out; null until the hub has said where the present is. */
  seq: number | null;
  phase: "wanted" | "asked" | "resuming" | "live";
  /** While wanted: the time before which it is not asked for. */
  notBefore: number;
  /** While asked: the `ref` of the `subscribe`. */
  ref: number;
  /** While live: the head at which the hub found the right to read. */
  head: number;
  /** The `seq` of the latest departure of one's own that was given out; 0: none. */
  departed: number;
}

/** The streams that a client wants, and how far it has come in each. */
export class Subscriptions {
  /** The epoch of all cursors; null before the first welcome. */
  epoch: string | null = null;
  readonly #streams = new Map<string, Subscription>();
  /** The streams that each unanswered `subscribe` still waits for, by `ref`. */
  readonly #asks = new Map<number, Set<string>>();

  /** How many `subscribe` commands wait for an answer. */
  get unanswered(): number {
    return this.#asks.size;
  }

  /** Want a stream from after `seq`, or from the present; replaces what was wanted of it. */
  want(stream: string, seq: number | null): void {
    const subscription = { seq, notBefore: 0, ref: -1, head: 0, departed: 0 };
    this.#streams.set(stream, { ...subscription, phase: "wanted" });
  }

  /** Want a stream no longer; false if it was not wanted. */
  forget(stream: string): boolean {
    return this.#streams.delete(stream);
  }

  /** Begin anew on a new socket; gives the cursors for `hello.resume`. */
  startResuming(): Record<string, number> {
    this.#asks.clear();
    const resume: Record<string, number> = {};
    for (const [stream, each] of this.#streams) {
      if (each.seq === null) {
        each.phase = "wanted";
      } else {
        each.phase = "resuming";
        resume[stream] = each.seq;
      }
    }
    return resume;
  }

  /** Note what of `hello.resume` is received now; a new epoch voids every cursor. */
  welcome(welcome: WelcomeFrame): StreamNews[] {
    const news: StreamNews[] = [];
    if (this.epoch !== null && this.epoch !== welcome.epoch) {
      for (const [stream, each] of this.#streams) {
        if (each.seq !== null) news.push(this.#reset(stream, 0));
      }
    }
    this.epoch = welcome.epoch;
    for (const state of welcome.streams) {
      const subscription = this.#streams.get(state.stream);
      if (subscription?.phase === "resuming") news.push(...this.#grant(subscription, state));
    }
    return news;
  }

  /** Note that a stream is received, unless something else was wanted of it meanwhile. */
  subscribed(frame: SubscribedFrame): StreamNews[] {
    this.#settle(frame.ref, frame.stream);
    const subscription = this.#asked(frame.stream, frame.ref);
    if (subscription === null) return [];
    subscription.seq ??= frame.after;
    const { stream, head, after, mode, read } = frame;
    return this.#grant(subscription, { stream, head, after, mode, read });
  }

  /** Drop what is void: one stream, or all that counted on their cursors. */
  reset(frame: ResetFrame): StreamNews[] {
    this.epoch = frame.epoch;
    const head = frame.head ?? 0;
    const { stream, ref } = frame;
    if (stream === undefined || stream === null) {
      const void_ = [...this.#streams.keys()].filter((each) => this.#countsOnCursor(each));
      return void_.map((each) => this.#reset(each, head));
    }
    if (ref === undefined || ref === null) {
      // A stream wanted anew since then is decided by the answer to that.
      return this.#countsOnCursor(stream) ? [this.#reset(stream, head)] : [];
    }
    this.#settle(ref, stream);
    return this.#asked(stream, ref) === null ? [] : [this.#reset(stream, head)];
  }

  /** Note a refused subscription; null if the error concerns something else. */
  refuse(error: ErrorFrame, now: number): StreamNews[] | null {
    if (error.ref === null) {
      const stream = error.to ?? "";
      const isResuming = this.#streams.get(stream)?.phase === "resuming";
      return isResuming ? this.#refused(stream, error, now) : null;
    }
    const ref = error.ref;
    const ask = this.#asks.get(ref);
    if (ask === undefined) return null;
    const refused = error.to === undefined || error.to === null ? [...ask] : [error.to];
    return refused.flatMap((stream) => {
      this.#settle(ref, stream);
      return this.#asked(stream, ref) === null ? [] : this.#refused(stream, error, now);
    });
  }

  /** Move a cursor on if `seq` is the next; on a gap, want the stream from the cursor. */
  advance(stream: string, seq: number): boolean {
    const subscription = this.#streams.get(stream);
    if (subscription === undefined || subscription.seq === null) return false;
    if (seq === subscription.seq + 1) {
      subscription.seq = seq;
      return true;
    }
    if (seq > subscription.seq && subscription.phase === "live") {
      subscription.phase = "wanted";
      subscription.notBefore = 0;
    }
    return false;
  }

  /** Note that the event given out last was one's own departure from the room. */
  depart(stream: string, seq: number): StreamNews[] {
    const subscription = this.#streams.get(stream);
    if (subscription === undefined) return [];
    subscription.departed = seq;
    return this.#endDeparted(stream, subscription);
  }

  /** Ask for at most 100 of the wanted streams whose time has come, or give null. */
  nextAsk(now: number, ref: number): SubscribeCommand | null {
    const streams: StreamFrom[] = [];
    for (const [stream, each] of this.#streams) {
      if (streams.length === LIMITS.max_streams_per_subscribe) break;
      if (each.phase !== "wanted" || each.notBefore > now) continue;
      each.phase = "asked";
      each.ref = ref;
      streams.push(each.seq === null ? { stream } : { stream, seq: each.seq });
    }
    if (streams.length === 0) return null;
    this.#asks.set(ref, new Set(streams.map((each) => each.stream)));
    return { t: "subscribe", ref, streams, epoch: this.epoch };
  }

  /** When the next stream is to be asked for; infinity if none waits for a time. */
  nextDeadline(): number {
    let next = Infinity;
    for (const each of this.#streams.values()) {
      if (each.phase === "wanted") next = Math.min(next, each.notBefore);
    }
    return next;
  }

  #asked(stream: string, ref: number): Subscription | null {
    const subscription = this.#streams.get(stream);
    return subscription?.phase === "asked" && subscription.ref === ref ? subscription : null;
  }

  #grant(subscription: Subscription, state: StreamState): StreamNews[] {
    subscription.phase = "live";
    subscription.head = state.head;
    return [{ kind: "subscribed", state }, ...this.#endDeparted(state.stream, subscription)];
  }

  /** End what the hub ends; a departure below the head is older than the right to read. */
  #endDeparted(stream: string, { phase, departed, head }: Subscription): StreamNews[] {
    if (phase !== "live") return []; // it is asked for anew, and the answer decides
    if (departed === 0 || departed < head) return [];
    this.forget(stream);
    return [{ kind: "unsubscribed", stream, error: null }];
  }

  #countsOnCursor(stream: string): boolean {
    const phase = this.#streams.get(stream)?.phase;
    return phase === "live" || phase === "resuming";
  }

  #settle(ref: number, stream: string): void {
    const waiting = this.#asks.get(ref);
    waiting?.delete(stream);
    if (waiting?.size === 0) this.#asks.delete(ref);
  }

  #reset(stream: string, head: number): StreamNews {
    this.forget(stream);
    return { kind: "reset", stream, head };
  }

  #refused(stream: string, error: ErrorFrame, now: number): StreamNews[] {
    const subscription = this.#streams.get(stream);
    if (subscription === undefined) return [];
    if (!error.retry) {
      this.forget(stream);
      return [{ kind: "unsubscribed", stream, error }];
    }
    subscription.phase = "wanted";
    subscription.notBefore = now + (error.after_ms ?? ASK_AGAIN_MS);
    return [];
  }
}
