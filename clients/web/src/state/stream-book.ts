import { HubbubError, type Api } from "hubbub";
import type { Fact } from "./facts";
import type { State } from "./model";
import type { Pages } from "./pages";
import { inBackground, untilAnswered, type Parts } from "./parts";

/** How long counts may be wrong before they are fetched anew, in milliseconds. */
const RECOUNT_MS = 1_000;

/** What a book must know of the kind of place that it keeps. */
export interface Shelf<Place> {
  /** The id of the place that a stream is of; null if it is of another kind. */
  idOf(stream: string): string | null;
  find(state: State, id: string): Place | undefined;
  /** Fetch all that one has, in pages: `""` is the first, null after the last. */
  list(
    api: Api,
    after: string,
    signal: AbortSignal,
  ): Promise<{ places: readonly Place[]; next: string | null }>;
  fetch(api: Api, id: string): Promise<Place>;
  /** What is told: one is known, all are, one is there no longer. */
  known(place: Place): Fact;
  allKnown(places: readonly Place[]): Fact;
  lost(id: string): Fact;
  /** Whether the stream is received all the time, or only once the place is opened. */
  isReceived(place: Place): boolean;
}

interface AnyPlace {
  readonly id: string;
  readonly stream: string;
  readonly head: number;
}

/** Keeps the places of a kind known (rooms, direct channels), and their streams subscribed. */
export class StreamBook<Place extends AnyPlace> {
  readonly #parts: Parts;
  readonly #pages: Pages;
  readonly #shelf: Shelf<Place>;
  /** The streams that the link was asked for. */
  readonly #subscribed = new Set<string>();
  /** The places whose counts are to be fetched soon. */
  readonly #recounts = new Map<string, () => void>();
  #life = new AbortController();

  constructor(parts: Parts, pages: Pages, shelf: Shelf<Place>) {
    this.#parts = parts;
    this.#pages = pages;
    this.#shelf = shelf;
  }

  /** Begin with a new session: nothing is subscribed. */
  begin(): void {
    this.stop();
    this.#life = new AbortController();
  }

  stop(): void {
    this.#life.abort();
    this.#subscribed.clear();
    for (const cancel of this.#recounts.values()) cancel();
    this.#recounts.clear();
  }

  /** Fetch all that one has, now that the inbox tells of whatever comes. */
  list(): void {
    inBackground(this.#list(this.#life.signal));
  }

  /** The stream's cursor is void: know its place anew, and the messages if they were shown. */
  async reset(stream: string): Promise<void> {
    const id = this.#shelf.idOf(stream);
    if (id === null) return;
    const { store } = this.#parts;
    const wasShown = store.getSnapshot().timelines.has(stream);
    this.#subscribed.delete(stream);
    store.tell({ kind: "stream_reset", stream });
    // First the messages: the subscription then starts from where they stand.
    if (wasShown) await this.#pages.load(stream, "fresh", {});
    await this.#refreshUntilAnswered(id);
  }

  /** The stream is received no longer. */
  unsubscribed(stream: string): void {
    const id = this.#shelf.idOf(stream);
    if (id !== null && this.#subscribed.delete(stream)) this.refreshSoon(id);
  }

  /** Know a place as fetched, and receive its stream if it is to be received. */
  know(place: Place): void {
    this.#parts.store.tell(this.#shelf.known(place));
    this.#subscribeIfReceived(place.id);
  }

  /** Fetch a place anew. */
  async refresh(id: string): Promise<Place> {
    try {
      const place = await this.#shelf.fetch(this.#parts.api, id);
      this.know(place);
      return place;
    } catch (error) {
      const isGone = error instanceof HubbubError && error.code === "not_found";
      if (isGone) this.#parts.store.tell(this.#shelf.lost(id));
      throw error;
    }
  }

  /** Fetch a place anew; only the store tells. */
  refreshSoon(id: string): void {
    inBackground(this.#refreshUntilAnswered(id));
  }

  /** Fetch the counts of a place anew, once in a while. */
  recount(id: string): void {
    if (this.#recounts.has(id)) return;
    const cancel = this.#parts.environment.clock.after(RECOUNT_MS, () => {
      this.#recounts.delete(id);
      this.refreshSoon(id);
    });
    this.#recounts.set(id, cancel);
  }

  isSubscribed(stream: string): boolean {
    return this.#subscribed.has(stream);
  }

  /** Receive a stream from what is known of it on. */
  subscribe(id: string): void {
    const state = this.#parts.store.getSnapshot();
    const place = this.#shelf.find(state, id);
    if (place === undefined || this.#subscribed.has(place.stream)) return;
    this.#subscribed.add(place.stream);
    const timeline = state.timelines.get(place.stream);
    const isShown = timeline !== undefined && timeline.phase !== "failed";
    const after = isShown ? Math.min(timeline.asOf, place.head) : place.head;
    this.#parts.link.subscribe(place.stream, after);
  }

  #subscribeIfReceived(id: string): void {
    const place = this.#shelf.find(this.#parts.store.getSnapshot(), id);
    if (place !== undefined && this.#shelf.isReceived(place)) this.subscribe(id);
  }

  async #list(signal: AbortSignal): Promise<void> {
    const { api, store, environment } = this.#parts;
    const places: Place[] = [];
    let after: string | null = "";
    while (after !== null) {
      const from: string = after;
      const page = await untilAnswered(environment, signal, () =>
        this.#shelf.list(api, from, signal),
      );
      places.push(...page.places);
      after = page.next;
    }
    store.tell(this.#shelf.allKnown(places));
    for (const { id } of places) this.#subscribeIfReceived(id);
  }

  async #refreshUntilAnswered(id: string): Promise<void> {
    const { signal } = this.#life;
    await untilAnswered(this.#parts.environment, signal, () => this.refresh(id));
  }
}
