import type { Parts } from "./parts";

/** After so long without a sign of the member, they are away, in milliseconds. */
export const AWAY_MS = 5 * 60_000;

/**
 * Tells the hub whether the member is at this page. A page that is hidden gives no sign either, so
 * it needs no rule of its own.
 */
export class Attention {
  readonly #parts: Pick<Parts, "environment" | "link">;
  #lastAt = 0;
  #cancel: (() => void) | null = null;

  constructor(parts: Pick<Parts, "environment" | "link">) {
    this.#parts = parts;
  }

  /** Begin to watch, as one who is here. */
  begin(): void {
    this.noteDoing();
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = null;
  }

  /** The member did something. Called at every move of the pointer, so it only looks at a clock. */
  noteDoing(): void {
    this.#lastAt = this.#parts.environment.clock.now();
    if (this.#cancel !== null) return;
    this.#parts.link.showPresence("active");
    this.#watch(AWAY_MS);
  }

  #watch(ms: number): void {
    const { clock } = this.#parts.environment;
    this.#cancel = clock.after(ms, () => {
      const left = this.#lastAt + AWAY_MS - clock.now();
      if (left > 0) {
        this.#watch(left);
        return;
      }
      this.#cancel = null;
      this.#parts.link.showPresence("away");
    });
  }
}
