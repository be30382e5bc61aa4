import type { ErrorFrame, HistoryCommand, KeyedCommand } from "./generated/wire.js";

/** So many commands may wait for an answer; a further one is refused. */
export const MAX_PENDING = 1024;

/** The wait before a refused write is repeated where the hub names none. */
const RETRY_MS = 1000;

/** The lane of the commands that concern members; no stream has such a name. */
const PAIRS = "pairs";

/** The commands that are sent until they are answered, by `ref`. */
export type AnsweredCommand = KeyedCommand | HistoryCommand;

/**
 * Unanswered commands, sent and repeated in the order of their `ref`.
 *
 * Writes go in lanes: one for each stream, and one for all that changes what stands between
 * oneself and other members. After a write is refused with `retry`, nothing more is sent in its
 * lane until everything under way in it is answered and the hub's `after_ms` has passed: no later
 * write overtakes it.
 */
export class Outbox {
  /** Everything without an answer, by `ref`, ascending. */
  readonly #commands = new Map<number, AnsweredCommand>();
  /** The refs that are sent on this socket. */
  readonly #sent = new Set<number>();
  /** The lanes that had a write refused, and the earliest time to repeat it. */
  readonly #held = new Map<string, number>();

  /** How many commands are sent on this socket and not answered. */
  get unanswered(): number {
    return this.#sent.size;
  }

  get isFull(): boolean {
    return this.#commands.size >= MAX_PENDING;
  }

  /** Queue a command behind all others; its `ref` must be higher than theirs. */
  add(command: AnsweredCommand): void {
    if (this.isFull) throw new RangeError(`At most ${MAX_PENDING} unanswered commands`);
    this.#commands.set(command.ref, command);
  }

  /** Note that the socket is gone: everything is to be sent again. */
  rewind(): void {
    this.#sent.clear();
    this.#held.clear();
  }

  /**
   * Give up what refers to a `seq`, in another epoch, before anything is sent on a socket: another
   * message may stand there now. Gives the refs, ascending.
   */
  beginAnew(): number[] {
    const givenUp = [...this.#commands.values()].filter(refers).map(({ ref }) => ref);
    for (const ref of givenUp) this.#commands.delete(ref);
    return givenUp;
  }

  /** Give at most so many commands that are to be sent now, and count them as sent. */
  take(now: number, most: number): AnsweredCommand[] {
    this.#release(now);
    const taken: AnsweredCommand[] = [];
    for (const [ref, command] of this.#commands) {
      if (taken.length >= most) break;
      if (this.#sent.has(ref) || this.#isHeld(command)) continue;
      this.#sent.add(ref);
      taken.push(command);
    }
    return taken;
  }

  /** Remove an answered command; false if none such waits for an answer. */
  settle(ref: number): boolean {
    this.#sent.delete(ref);
    return this.#commands.delete(ref);
  }

  /** Note a refusal. `repeated`: the command stays and will be sent again. */
  refuse(error: ErrorFrame, now: number): "repeated" | "settled" | "unknown" {
    const { ref } = error;
    const command = ref === null ? undefined : this.#commands.get(ref);
    if (ref === null || command === undefined) return "unknown";
    const lane = laneOf(command);
    if (lane === null || !error.retry) {
      this.settle(ref);
      return "settled";
    }
    this.#sent.delete(ref);
    const at = now + (error.after_ms ?? RETRY_MS);
    this.#held.set(lane, Math.max(at, this.#held.get(lane) ?? 0));
    return "repeated";
  }

  /** When the next refused write is to be repeated; infinity if none waits for a time. */
  nextDeadline(): number {
    const busy = this.#lanesUnderWay();
    let next = Infinity;
    for (const [lane, at] of this.#held) if (!busy.has(lane)) next = Math.min(next, at);
    return next;
  }

  #release(now: number): void {
    if (this.#held.size === 0) return;
    const busy = this.#lanesUnderWay();
    for (const [lane, at] of this.#held) {
      if (at <= now && !busy.has(lane)) this.#held.delete(lane);
    }
  }

  #isHeld(command: AnsweredCommand): boolean {
    const lane = laneOf(command);
    return lane !== null && this.#held.has(lane);
  }

  #lanesUnderWay(): Set<string> {
    const lanes = new Set<string>();
    for (const ref of this.#sent) {
      const command = this.#commands.get(ref);
      const lane = command === undefined ? null : laneOf(command);
      if (lane !== null) lanes.add(lane);
    }
    return lanes;
  }
}

function refers(command: AnsweredCommand): boolean {
  switch (command.t) {
    case "send":
      return typeof command.reply_to === "number";
    case "history":
      return [command.before, command.after, command.around].some((seq) => seq !== undefined);
    default:
      return "stream" in command;
  }
}

function laneOf(command: AnsweredCommand): string | null {
  if (!("key" in command)) return null;
  return "stream" in command ? command.stream : PAIRS;
}
