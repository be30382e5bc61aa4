import { HubbubError, type Write } from "hubbub";
import type { PendingMessage } from "./model";
import type { Parts } from "./parts";

/** How often it is told that one writes, at most, in milliseconds. */
const TYPING_EVERY_MS = 3_000;
/** How long read markers are gathered before they are told, in milliseconds. */
const MARKS_EVERY_MS = 500;

/** A write that changes a message. */
export type Change =
  Exclude<Write, { t: "send" }> extends infer Each
    ? Each extends unknown
      ? Omit<Each, "key">
      : never
    : never;

/** Everything that one writes: messages, what is done to them, and signs of writing and reading. */
export class Writing {
  readonly #parts: Parts;
  /** When it was last told that one writes, by stream. */
  readonly #typedAt = new Map<string, number>();
  /** The read markers to be told soon. */
  readonly #marks = new Map<string, number>();
  #cancelMarks: (() => void) | null = null;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Write a message: pending at once. */
  send(stream: string, body: string, replyTo: number | null): void {
    const { store, environment } = this.#parts;
    const message: PendingMessage = {
      key: environment.makeKey(),
      stream,
      body,
      replyTo,
      writtenAt: environment.clock.now(),
      phase: "pending",
      failure: null,
      id: null,
      seq: null,
    };
    this.#typedAt.delete(stream);
    store.tell({ kind: "message_written", message });
    void this.#transmit(message);
  }

  /** Send what is not sent, in the order in which it was written: after a reload of the page. */
  sendAll(): void {
    for (const message of this.#parts.store.getSnapshot().pending) {
      if (message.phase !== "failed") void this.#transmit(message);
    }
  }

  retry(key: string): void {
    const { store } = this.#parts;
    const message = store.getSnapshot().pending.find((each) => each.key === key);
    if (message?.phase !== "failed") return;
    store.tell({ kind: "message_retried", key });
    void this.#transmit(message);
  }

  discard(key: string): void {
    const { store } = this.#parts;
    const message = store.getSnapshot().pending.find((each) => each.key === key);
    if (message?.phase === "failed") store.tell({ kind: "message_discarded", key });
  }

  /** Change a message; resolves when the hub has the change on disk. */
  async change(change: Change): Promise<void> {
    await this.#parts.link.write({ ...change, key: this.#parts.environment.makeKey() });
  }

  showTyping(stream: string): void {
    const now = this.#parts.environment.clock.now();
    if (now - (this.#typedAt.get(stream) ?? -Infinity) < TYPING_EVERY_MS) return;
    this.#typedAt.set(stream, now);
    this.#parts.link.showTyping(stream);
  }

  /** Tell the hub in a moment how far one has read. */
  tellRead(stream: string, seq: number): void {
    this.#marks.set(stream, Math.max(seq, this.#marks.get(stream) ?? 0));
    this.#cancelMarks ??= this.#parts.environment.clock.after(MARKS_EVERY_MS, () => {
      this.#tellMarks();
    });
  }

  /** Forget what was to be told in a moment. */
  stop(): void {
    this.#cancelMarks?.();
    this.#cancelMarks = null;
    this.#marks.clear();
    this.#typedAt.clear();
  }

  async #transmit({ key, stream, body, replyTo }: PendingMessage): Promise<void> {
    const { store, link } = this.#parts;
    const reply = replyTo === null ? {} : { reply_to: replyTo };
    try {
      const ok = await link.write({ t: "send", key, stream, body, ...reply });
      store.tell({ kind: "message_accepted", key, id: ok.id ?? null, seq: ok.seq ?? 0 });
    } catch (error) {
      if (!(error instanceof HubbubError)) throw error;
      // The link was closed here: the message goes out with the next one.
      if (error.code === "closed") return;
      store.tell({ kind: "message_refused", key, failure: error });
    }
  }

  #tellMarks(): void {
    this.#cancelMarks = null;
    for (const [stream, seq] of this.#marks) this.#parts.link.markRead(stream, seq);
    this.#marks.clear();
  }
}
