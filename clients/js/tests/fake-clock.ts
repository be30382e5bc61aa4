import type { Clock } from "../src/index.js";

/** A clock that stands still until it is turned. */
export class FakeClock implements Clock {
  #now = 1_000_000;
  #timers: { readonly at: number; readonly call: () => void }[] = [];

  now(): number {
    return this.#now;
  }

  after(ms: number, call: () => void): () => void {
    const timer = { at: this.#now + ms, call };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((each) => each !== timer);
    };
  }

  /** Turn it forward, calling what is due on the way, in order. */
  turn(ms: number): void {
    const end = this.#now + ms;
    for (let next = this.#next(end); next !== undefined; next = this.#next(end)) {
      this.#timers = this.#timers.filter((each) => each !== next);
      this.#now = Math.max(this.#now, next.at);
      next.call();
    }
    this.#now = end;
  }

  /** How many calls wait. */
  get waiting(): number {
    return this.#timers.length;
  }

  #next(end: number): { readonly at: number; readonly call: () => void } | undefined {
    const due = this.#timers.filter((each) => each.at <= end);
    return due.toSorted((one, other) => one.at - other.at)[0];
  }
}
