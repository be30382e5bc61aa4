import { HubbubError, type Event, type Room, type RoomPage } from "hubbub";
import type { Pages } from "./pages";
import { readInboxPast } from "./inbox-past";
import { inBackground, untilAnswered, type Parts } from "./parts";
import { roomOfStream } from "./reducer";

/** How long counts may be wrong before the room is fetched anew, in milliseconds. */
const RECOUNT_MS = 1_000;

/** Keeps the rooms known and their streams subscribed. */
export class RoomBook {
  readonly #parts: Parts;
  readonly #pages: Pages;
  /** The streams of rooms that the link was asked for. */
  readonly #subscribed = new Set<string>();
  /** The rooms whose counts are to be fetched soon. */
  readonly #recounts = new Map<string, () => void>();
  /** Whether the list of the rooms one belongs to is to be fetched. */
  #isListWanted = true;
  #life = new AbortController();

  constructor(parts: Parts, pages: Pages) {
    this.#parts = parts;
    this.#pages = pages;
  }

  /** Begin with a new session: nothing is subscribed. */
  begin(): void {
    this.stop();
    this.#life = new AbortController();
    this.#isListWanted = true;
  }

  stop(): void {
    this.#life.abort();
    this.#subscribed.clear();
    for (const cancel of this.#recounts.values()) cancel();
    this.#recounts.clear();
  }

  /** The inbox is received: whatever one joins from now on will be told, so list the rooms. */
  inboxSubscribed(inbox: string, head: number): void {
    if (!this.#isListWanted) return;
    this.#isListWanted = false;
    inBackground(this.#list(this.#life.signal));
    inBackground(readInboxPast(this.#parts, inbox, head, this.#life.signal));
  }

  /** The inbox's cursor is void: begin again from its present. */
  inboxReset(inbox: string): void {
    this.#isListWanted = true;
    this.#parts.link.subscribe(inbox);
  }

  /** Take what the inbox says of rooms. */
  takeInboxEvent(event: Event): void {
    switch (event.kind) {
      case "room_joined":
      case "room_left":
      case "room_state_changed":
      case "room_role_changed":
      case "join_requested":
      case "join_request_closed":
      case "join_request_refused":
        inBackground(this.#refreshSoon(event.room));
        return;
      default:
        return;
    }
  }

  /** The stream's cursor is void: know the room anew, and its messages if they were shown. */
  async reset(stream: string): Promise<void> {
    const id = roomOfStream(stream);
    if (id === null) return;
    const { store } = this.#parts;
    const wasShown = store.getSnapshot().timelines.has(stream);
    this.#subscribed.delete(stream);
    store.tell({ kind: "stream_reset", stream });
    // First the messages: the subscription then starts from where they stand.
    if (wasShown) await this.#pages.load(stream, "fresh", {});
    await this.#refreshSoon(id);
  }

  /** The stream is received no longer. */
  unsubscribed(stream: string): void {
    const id = roomOfStream(stream);
    if (id !== null && this.#subscribed.delete(stream)) inBackground(this.#refreshSoon(id));
  }

  /** Know a room as fetched, and receive its stream if one belongs to it. */
  know(room: Room): void {
    this.#parts.store.tell({ kind: "room_known", room });
    this.#subscribe(room.id);
  }

  /** Fetch a room anew. */
  async refresh(id: string): Promise<Room> {
    try {
      const room = await this.#parts.api.call("get_room", { path: { room: id } });
      this.know(room);
      return room;
    } catch (error) {
      const isGone = error instanceof HubbubError && error.code === "not_found";
      if (isGone) this.#parts.store.tell({ kind: "room_lost", room: id });
      throw error;
    }
  }

  /** Fetch the counts of a room anew, once in a while. */
  recount(id: string): void {
    if (this.#recounts.has(id)) return;
    const cancel = this.#parts.environment.clock.after(RECOUNT_MS, () => {
      this.#recounts.delete(id);
      inBackground(this.#refreshSoon(id));
    });
    this.#recounts.set(id, cancel);
  }

  isSubscribed(stream: string): boolean {
    return this.#subscribed.has(stream);
  }

  async #list(signal: AbortSignal): Promise<void> {
    const { api, store, environment } = this.#parts;
    const rooms: Room[] = [];
    let after: string | null = "";
    while (after !== null) {
      const query: { after: string; limit: number } = { after, limit: 100 };
      const page: RoomPage = await untilAnswered(environment, signal, () =>
        api.call("list_my_rooms", { query }, { signal }),
      );
      rooms.push(...page.rooms);
      after = page.next;
    }
    store.tell({ kind: "my_rooms_known", rooms });
    for (const room of rooms) this.#subscribe(room.id);
  }

  async #refreshSoon(id: string): Promise<void> {
    const { signal } = this.#life;
    await untilAnswered(this.#parts.environment, signal, () => this.refresh(id));
  }

  /** Receive a room's stream from what is known of it on. */
  #subscribe(id: string): void {
    const state = this.#parts.store.getSnapshot();
    const room = state.rooms.get(id);
    if (room === undefined || room.standing === null || this.#subscribed.has(room.stream)) return;
    this.#subscribed.add(room.stream);
    const timeline = state.timelines.get(room.stream);
    const isShown = timeline !== undefined && timeline.phase !== "failed";
    const after = isShown ? Math.min(timeline.asOf, room.head) : room.head;
    this.#parts.link.subscribe(room.stream, after);
  }
}
