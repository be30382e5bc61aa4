import {
  makeApi,
  makeLink,
  type CreateRoom,
  type Link,
  type Message,
  type Register,
  type Room,
  type SetUp,
  type SignIn,
} from "hubbub";
import { Attention } from "./attention";
import type { Client } from "./client";
import { directShelf } from "./direct-shelf";
import { Entrance } from "./entrance";
import { browserEnvironment, type Environment } from "./environment";
import { Inbox, type Books } from "./inbox";
import { Inflow } from "./inflow";
import { keepUnsent } from "./memory";
import { NOTHING_KNOWN, type Draft } from "./model";
import { Pages } from "./pages";
import type { Parts } from "./parts";
import { PeopleBook } from "./people-book";
import { reduce } from "./reducer";
import { roomShelf } from "./room-shelf";
import { Roster } from "./roster";
import { StreamBook } from "./stream-book";
import { makeStore, type WritableStore } from "./store";
import { watchedApi } from "./watched-api";
import { Writing } from "./writing";

const PROGRAM = { name: "hubbub-web", version: "0.1.0" };

/** Make the client; {@link Client.start} brings it to life. */
export function makeClient(environment: Environment = browserEnvironment()): Client {
  return new LiveClient(environment);
}

class LiveClient implements Client {
  readonly #parts: Parts;
  readonly #entrance: Entrance;
  readonly #pages: Pages;
  readonly #books: Books;
  readonly #writing: Writing;
  readonly #inflow: Inflow;
  readonly #attention: Attention;

  constructor(environment: Environment) {
    const plain = makeApi({ origin: environment.origin, fetch: environment.fetch });
    this.#parts = {
      environment,
      store: makeStore(NOTHING_KNOWN, reduce),
      api: watchedApi(plain, () => void this.#entrance.doubt(plain)),
      link: linkOf(environment),
    };
    const roster = new Roster(this.#parts);
    this.#pages = new Pages(this.#parts);
    this.#books = {
      rooms: new StreamBook(this.#parts, this.#pages, roomShelf),
      directs: new StreamBook(this.#parts, this.#pages, directShelf),
      people: new PeopleBook(this.#parts),
    };
    const { rooms, directs, people } = this.#books;
    const inbox = new Inbox(this.#parts, this.#books, this.#pages);
    this.#writing = new Writing(this.#parts);
    this.#inflow = new Inflow(this.#parts, this.#books, inbox, roster);
    this.#attention = new Attention(this.#parts);
    this.#entrance = new Entrance(this.#parts, {
      begin: () => {
        for (const part of [rooms, directs, people, inbox]) part.begin();
        this.#writing.sendAll();
        this.#attention.begin();
      },
      end: () => {
        this.#parts.link.stop();
        this.#attention.stop();
        for (const part of [rooms, directs, people, inbox]) part.stop();
        for (const part of [this.#pages, roster, this.#writing, this.#inflow]) part.stop();
      },
    });
    this.#inflow.listen((ending) => {
      this.#entrance.linkEnded(ending);
    });
    this.#keepUnsentWriting();
    environment.onReturn(() => {
      this.wake();
    });
    environment.onDoing(() => {
      this.#attention.noteDoing();
    });
  }

  get store(): WritableStore {
    return this.#parts.store;
  }

  get api(): Parts["api"] {
    return this.#parts.api;
  }

  // Who is here

  start(): Promise<void> {
    return this.#entrance.start();
  }

  stop(): void {
    this.#entrance.stop();
  }

  wake(): void {
    this.#parts.link.wake();
  }

  register(asked: Omit<Register, "cookie">): Promise<void> {
    return this.#entrance.register(asked);
  }

  setUp(asked: Omit<SetUp, "cookie">): Promise<void> {
    return this.#entrance.setUp(asked);
  }

  signIn(asked: Omit<SignIn, "cookie">): Promise<void> {
    return this.#entrance.signIn(asked);
  }

  signOut(): Promise<void> {
    return this.#entrance.signOut();
  }

  async refreshMe(): Promise<void> {
    this.store.tell({ kind: "caller_known", me: await this.api.call("get_me", {}) });
  }

  async refreshCommunity(): Promise<void> {
    const community = await this.api.call("get_community", {});
    this.store.tell({ kind: "community_known", community });
  }

  // Rooms

  async createRoom(asked: CreateRoom): Promise<Room> {
    const key = this.#parts.environment.makeKey();
    const room = await this.api.call("create_room", { body: asked }, { key });
    this.#books.rooms.know(room);
    return room;
  }

  async joinRoom(id: string): Promise<Room> {
    const room = await this.api.call("join_room", { path: { room: id } });
    this.#books.rooms.know(room);
    return room;
  }

  async askToJoin(id: string, reason: string): Promise<Room> {
    const key = this.#parts.environment.makeKey();
    const room = await this.api.call(
      "ask_to_join",
      { path: { room: id }, body: { reason } },
      { key },
    );
    this.#books.rooms.know(room);
    return room;
  }

  async withdrawJoinRequest(id: string): Promise<void> {
    await this.api.call("withdraw_join_request", { path: { room: id } });
    await this.#books.rooms.refresh(id);
  }

  async acceptInvitation(code: string): Promise<Room | null> {
    const key = this.#parts.environment.makeKey();
    const { room } = await this.api.call("accept_invitation", { body: { code } }, { key });
    if (room !== null) this.#books.rooms.know(room);
    return room;
  }

  async leaveRoom(id: string, successor?: string): Promise<void> {
    const body = successor === undefined ? {} : { successor };
    await this.api.call("leave_room", { path: { room: id }, body });
  }

  refreshRoom(id: string): Promise<Room> {
    return this.#books.rooms.refresh(id);
  }

  async openRoom(id: string): Promise<void> {
    const known = this.store.getSnapshot().rooms.get(id);
    const isLive = known !== undefined && this.#books.rooms.isSubscribed(known.stream);
    const room = isLive ? known : await this.#books.rooms.refresh(id);
    if (room.standing === null && !room.look) return;
    const timeline = this.store.getSnapshot().timelines.get(room.stream);
    if (isLive && timeline !== undefined && timeline.phase !== "failed") return;
    await this.#pages.load(room.stream, "fresh", {});
  }

  // Direct channels

  async openDirect(id: string): Promise<void> {
    const { directs } = this.#books;
    const known = this.store.getSnapshot().directs.get(id);
    const isLive = known !== undefined && directs.isSubscribed(known.stream);
    const { stream } = isLive ? known : await directs.refresh(id);
    const timeline = this.store.getSnapshot().timelines.get(stream);
    if (isLive && timeline !== undefined && timeline.phase !== "failed") return;
    await this.#pages.load(stream, "fresh", {});
    directs.subscribe(id); // also what has ended: the other may delete what they wrote
  }

  async hideDirect(id: string, hidden: boolean): Promise<void> {
    const name = hidden ? "hide_direct_channel" : "show_direct_channel";
    await this.api.call(name, { path: { channel: id } });
    this.store.tell({ kind: "direct_hidden", channel: id, hidden });
  }

  // Messages

  showLatest(stream: string): Promise<void> {
    return this.#pages.showLatest(stream);
  }

  showAround(stream: string, seq: number): Promise<void> {
    return this.#pages.showAround(stream, seq);
  }

  loadBefore(stream: string): Promise<void> {
    return this.#pages.loadBefore(stream);
  }

  loadAfter(stream: string): Promise<void> {
    return this.#pages.loadAfter(stream);
  }

  send(stream: string, body: string, replyTo: number | null = null): void {
    this.#writing.send(stream, body, replyTo);
  }

  retry(key: string): void {
    this.#writing.retry(key);
  }

  discard(key: string): void {
    this.#writing.discard(key);
  }

  edit(stream: string, target: number, body: string): Promise<void> {
    return this.#writing.change({ t: "edit", stream, target, body });
  }

  delete(stream: string, target: number): Promise<void> {
    return this.#writing.change({ t: "delete", stream, target });
  }

  react(stream: string, target: number, emoji: string): Promise<void> {
    return this.#writing.change({ t: "react", stream, target, emoji });
  }

  unreact(stream: string, target: number, emoji: string): Promise<void> {
    return this.#writing.change({ t: "unreact", stream, target, emoji });
  }

  pin(stream: string, target: number): Promise<void> {
    return this.#writing.change({ t: "pin", stream, target });
  }

  unpin(stream: string, target: number): Promise<void> {
    return this.#writing.change({ t: "unpin", stream, target });
  }

  async listPins(stream: string): Promise<readonly Message[]> {
    const pins = await this.api.call("list_pins", { path: { stream } });
    this.store.tell({ kind: "members_known", members: pins.members });
    return pins.messages;
  }

  showTyping(stream: string): void {
    this.#writing.showTyping(stream);
  }

  markRead(stream: string, seq: number): void {
    this.#inflow.readMoved(stream, seq);
    this.#writing.tellRead(stream, seq);
  }

  async markAllRead(): Promise<void> {
    const { rooms, directs } = this.store.getSnapshot();
    await this.api.call("mark_all_read", {});
    for (const room of rooms.values()) this.#inflow.readMoved(room.stream, room.head);
    for (const { stream, head, unread } of directs.values()) {
      if (unread > 0) this.markRead(stream, head);
    }
  }

  setDraft(stream: string, draft: Draft | null): void {
    this.store.tell({ kind: "draft_changed", stream, draft });
  }

  #keepUnsentWriting(): void {
    const { store, environment } = this.#parts;
    let kept = store.getSnapshot();
    store.subscribe(() => {
      const state = store.getSnapshot();
      const isSame = state.pending === kept.pending && state.drafts === kept.drafts;
      kept = state;
      if (!isSame) keepUnsent(environment.storage, state);
    });
  }
}

function linkOf(environment: Environment): Link {
  return makeLink({
    url: environment.socketUrl,
    // Made anew with every page: a tab that the browser duplicates copies all that a tab keeps.
    device: environment.makeKey(),
    client: PROGRAM,
    openSocket: environment.openSocket,
    clock: environment.clock,
    chance: environment.chance,
  });
}
