import { closeVerdict, type CloseVerdict } from "./errors.js";

/** The time in which a socket must open, and then the `welcome` come. */
export const WELCOME_MS = 10_000;
/** Nothing at all for `ping_ms` and so long: the socket is dropped. */
export const SILENCE_MS = 10_000;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;
/** In the first minute of an absence no wait is longer than that, unless a hub asks for peace. */
const LONGEST_WAIT_AT_FIRST_MS = 8_000;
const AT_FIRST_MS = 60_000;
/** A session live for so long before such a close starts from the shortest wait again. */
const STEADY_MS = { resume: 1_000, back_off: 30_000 };

/**
 * Without a socket until the deadline; a socket is to be opened or opening; hello said; welcomed;
 * the socket is to be closed; never again.
 */
export type Phase = "waiting" | "opening" | "greeting" | "live" | "leaving" | "ended";

/** How a session ended for good. */
export interface Ending {
  readonly code: number;
  readonly reason: string;
  readonly verdict: Extract<CloseVerdict, "sign_in" | "stop">;
}

/** The sockets of a session, one after the other: when to open the next, and when to give one up. */
export class Lifecycle {
  phase: Phase = "waiting";
  ending: Ending | null = null;
  /** How often in a row no session came of a socket. */
  #attempt = 0;
  /** When the first of them was gone. */
  #goneAt = 0;
  /** While waiting: when to open the next socket. */
  #openAt = 0;
  /** While there is a socket: when it was asked for, opened, or last heard of. */
  #heardAt = 0;
  /** When the welcome came on this socket. */
  #liveAt: number | null = null;
  /** How long a live socket may be silent. */
  #silenceMs = SILENCE_MS;
  /** When the hub asked to be called again: with `drain` or `bye`. */
  #returnAt: number | null = null;
  /** Why the socket is to be closed. */
  #farewell: { readonly code: number | null; readonly reason: string } | null = null;

  /** Whether frames count: not before a socket opened, and not after a `bye`. */
  get hears(): boolean {
    return this.phase === "greeting" || this.phase === "live";
  }

  opened(now: number): void {
    this.phase = "greeting";
    this.#heardAt = now;
  }

  /** Any inbound frame proves the socket alive. */
  heard(now: number): void {
    this.#heardAt = now;
  }

  welcomed(now: number, pingMs: number): void {
    this.phase = "live";
    this.#liveAt = now;
    this.#silenceMs = pingMs + SILENCE_MS;
  }

  /** Obey the hub, which spreads its clients over time. */
  calledAgain(at: number): void {
    this.#returnAt = at;
  }

  /** Have the socket closed; null for a reason of this side. */
  leave(code: number | null, reason: string): void {
    this.phase = "leaving";
    this.#farewell = { code, reason };
  }

  /** Note that the socket is gone, or that none could be opened (`code` null). */
  closed(now: number, chance: number, code: number | null, reason: string): void {
    const farewell = this.#farewell ?? { code, reason };
    this.#farewell = null;
    const verdict = farewell.code === null ? "resume" : closeVerdict(farewell.code);
    const liveAt = this.#liveAt ?? now;
    this.#liveAt = null;
    if (verdict === "sign_in" || verdict === "stop") {
      this.phase = "ended";
      this.ending = { code: farewell.code ?? 0, reason: farewell.reason, verdict };
    } else {
      this.phase = "waiting";
      if (now - liveAt >= STEADY_MS[verdict]) this.#attempt = 0;
      if (this.#attempt === 0) this.#goneAt = now;
      this.#openAt = this.#nextOpening(now, chance, verdict);
    }
  }

  /** Do not wait for the next attempt, unless the hub itself asked for the wait. */
  hurry(now: number): void {
    if (this.phase === "waiting" && this.#returnAt === null) this.#openAt = now;
  }

  /** Look at the clock: is it time to open a socket, or to give one up? */
  wake(now: number): void {
    if (now < this.nextDeadline()) return;
    switch (this.phase) {
      case "waiting":
        this.phase = "opening";
        this.#heardAt = now;
        this.#returnAt = null;
        return;
      case "opening":
      case "greeting":
        this.leave(null, "no welcome in time");
        return;
      case "live":
        this.leave(null, "silent for too long, or asked to call again");
        return;
      case "leaving":
      case "ended":
        return;
    }
  }

  /** When to wake at the latest; infinity for never. */
  nextDeadline(): number {
    switch (this.phase) {
      case "waiting":
        return this.#openAt;
      case "opening":
      case "greeting":
        return this.#heardAt + WELCOME_MS;
      case "live":
        return Math.min(this.#heardAt + this.#silenceMs, this.#returnAt ?? Infinity);
      case "leaving":
      case "ended":
        return Infinity;
    }
  }

  #nextOpening(now: number, chance: number, verdict: "resume" | "back_off"): number {
    const isAtFirst = verdict === "resume" && now - this.#goneAt < AT_FIRST_MS;
    const most = isAtFirst ? LONGEST_WAIT_AT_FIRST_MS : LONGEST_WAIT_MS;
    const longest = Math.min(most, FIRST_WAIT_MS * 2 ** this.#attempt);
    this.#attempt += 1;
    return this.#returnAt === null ? now + chance * longest : Math.max(now, this.#returnAt);
  }
}
