import type { MarkReadCommand } from "./generated/wire.js";

/**
 * How far the member has read here. A marker has no answer, so it counts as told only when the
 * hub names it, or a higher one, with the subscription on a later socket.
 */
export class ReadMarks {
  readonly #marks = new Map<string, number>();
  readonly #unsaid = new Set<string>();

  /** Read up to here; lower than known has no effect. */
  raise(stream: string, seq: number): void {
    if (seq <= (this.#marks.get(stream) ?? 0)) return;
    this.#marks.set(stream, seq);
    this.#unsaid.add(stream);
  }

  /** Compare with what the hub knows: the lower side learns. */
  compare(known: { readonly stream: string; readonly read: number }): void {
    const mark = this.#marks.get(known.stream);
    if (mark === undefined) return;
    if (known.read >= mark) this.forget(known.stream);
    else this.#unsaid.add(known.stream);
  }

  forget(stream: string): void {
    this.#marks.delete(stream);
    this.#unsaid.delete(stream);
  }

  /** Give what is to be said now. */
  take(): MarkReadCommand[] {
    const said = [...this.#unsaid].map((stream): MarkReadCommand => {
      return { t: "mark_read", stream, seq: this.#marks.get(stream) ?? 0 };
    });
    this.#unsaid.clear();
    return said;
  }
}
