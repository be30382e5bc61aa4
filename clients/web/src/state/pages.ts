import { HubbubError, type FindHistory, type MessagePage } from "hubbub";
import type { PageSide, Timeline } from "./model";
import { isInterruption, type Parts } from "./parts";

const PAGE = 50;

/** Fetches the pages of the timelines; at most one of a stream is under way. */
export class Pages {
  readonly #parts: Pick<Parts, "store" | "api">;
  /** The page under way of each stream. */
  readonly #underWay = new Map<string, AbortController>();

  constructor(parts: Pick<Parts, "store" | "api">) {
    this.#parts = parts;
  }

  /** Show the latest messages; nothing if they are shown. */
  async showLatest(stream: string): Promise<void> {
    const timeline = this.#timeline(stream);
    if (timeline?.phase === "ready" && !timeline.moreAfter) return;
    await this.load(stream, "fresh", {});
  }

  async showAround(stream: string, seq: number): Promise<void> {
    await this.load(stream, "fresh", { around: seq });
  }

  async loadBefore(stream: string): Promise<void> {
    const timeline = this.#timeline(stream);
    const first = timeline?.messages[0];
    if (first === undefined || timeline?.loading !== null || !timeline.moreBefore) return;
    await this.load(stream, "before", { before: first.seq });
  }

  async loadAfter(stream: string): Promise<void> {
    const timeline = this.#timeline(stream);
    const last = timeline?.messages.at(-1);
    if (last === undefined || timeline?.loading !== null || !timeline.moreAfter) return;
    await this.load(stream, "after", { after: last.seq });
  }

  /** Fetch a page; one under way of the same stream is given up. */
  async load(stream: string, side: PageSide, query: FindHistory): Promise<void> {
    this.#underWay.get(stream)?.abort();
    const request = new AbortController();
    this.#underWay.set(stream, request);
    const { store, api } = this.#parts;
    store.tell({ kind: "page_asked", stream, side });
    const since = this.#timeline(stream)?.asOf ?? 0;
    try {
      const asked = { path: { stream }, query: { ...query, limit: PAGE } };
      const page = await api.call("get_history", asked, { signal: request.signal });
      store.tell({ kind: "page_loaded", side, page: recent(page, since) });
    } catch (error) {
      if (request.signal.aborted && isInterruption(error)) return;
      if (!(error instanceof HubbubError)) throw error;
      store.tell({ kind: "page_failed", stream, failure: error });
    } finally {
      if (this.#underWay.get(stream) === request) this.#underWay.delete(stream);
    }
  }

  /** Give up everything under way. */
  stop(): void {
    for (const request of this.#underWay.values()) request.abort();
    this.#underWay.clear();
  }

  #timeline(stream: string): Timeline | undefined {
    return this.#parts.store.getSnapshot().timelines.get(stream);
  }
}

/** Refuse a page that is older than what was known as it was asked for: events would be missing. */
function recent(page: MessagePage, since: number): MessagePage {
  if (page.as_of >= since) return page;
  throw new HubbubError({
    code: "unavailable",
    detail: `The hub's history stands at ${page.as_of}, but ${since} is known already.`,
    retry: true,
    field: null,
    limit: null,
    afterMs: null,
  });
}
