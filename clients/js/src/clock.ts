/** The time, and being called later: this is where a test puts a clock that it turns itself. */
export interface Clock {
  /** Milliseconds since 1970, never going back. */
  now(): number;
  /** Call once after so many milliseconds; the function returned prevents it. */
  after(ms: number, call: () => void): () => void;
}

/** A timer cannot wait longer. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** The clock of the platform. */
export const systemClock: Clock = {
  now: () => performance.timeOrigin + performance.now(),
  after(ms, call) {
    const timer = setTimeout(call, Math.min(ms, LONGEST_TIMER_MS));
    return () => {
      clearTimeout(timer);
    };
  },
};
