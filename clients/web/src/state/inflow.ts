/** What the link tells becomes facts, and what follows from them beside the state. */

import type { EphemeralFrame, Event, LinkState } from "hubbub";
import { inBackground, type Parts } from "./parts";
import type { Books, Inbox } from "./inbox";
import type { Roster } from "./roster";
import { meOf } from "./selectors";
import { channelOfStream, roomOfStream } from "./streams";
import { typingUntil } from "./typing";
import { isCountKnown } from "./unread";

/** What a read marker stands in, and how its counts are fetched anew. */
interface Marked {
  readonly head: number;
  readonly read: number;
  readonly recount: () => void;
}

export class Inflow {
  readonly #parts: Parts;
  readonly #books: Pick<Books, "rooms" | "directs">;
  readonly #inbox: Inbox;
  readonly #roster: Roster;
  #cancelTypingTimer: (() => void) | null = null;

  constructor(parts: Parts, books: Pick<Books, "rooms" | "directs">, inbox: Inbox, roster: Roster) {
    this.#parts = parts;
    this.#books = books;
    this.#inbox = inbox;
    this.#roster = roster;
  }

  /** Listen to the link for as long as the client lives. */
  listen(ended: (link: Extract<LinkState, { phase: "ended" }>) => void): void {
    const { link, store } = this.#parts;
    link.on("state", (state) => {
      store.tell({ kind: "link_changed", link: state });
      if (state.phase === "ended") ended(state);
    });
    link.on("welcome", (welcome) => {
      store.tell({ kind: "caller_known", me: welcome.member });
    });
    link.on("event", (event) => {
      this.#takeEvent(event);
    });
    link.on("skip", ({ stream, seq }) => {
      store.tell({ kind: "place_skipped", stream, seq });
    });
    link.on("ephemeral", (ephemeral) => {
      this.#takeEphemeral(ephemeral);
    });
    link.on("present", (presence) => {
      store.tell({ kind: "presence_changed", presence });
    });
    link.on("subscribed", ({ stream, read, head }) => {
      this.readMoved(stream, read);
      if (this.#isInbox(stream)) this.#inbox.subscribed(stream, head);
    });
    link.on("reset", ({ stream }) => {
      store.tell({ kind: "presence_lost", stream });
      if (this.#isInbox(stream)) this.#inbox.reset(stream);
      for (const book of this.#eachBook()) inBackground(book.reset(stream));
    });
    link.on("unsubscribed", ({ stream }) => {
      store.tell({ kind: "presence_lost", stream });
      for (const book of this.#eachBook()) book.unsubscribed(stream);
    });
  }

  /** The marker of a stream was raised, here or elsewhere. */
  readMoved(stream: string, seq: number): void {
    const marked = this.#markedIn(stream);
    if (marked === null || seq <= marked.read) return;
    const { store } = this.#parts;
    const timeline = store.getSnapshot().timelines.get(stream) ?? null;
    const isKnown = isCountKnown(marked, seq, timeline);
    store.tell({ kind: "read_moved", stream, seq });
    if (!isKnown) marked.recount();
  }

  stop(): void {
    this.#cancelTypingTimer?.();
    this.#cancelTypingTimer = null;
  }

  #takeEvent(event: Event): void {
    this.#parts.store.tell({ kind: "event_received", event });
    this.#roster.meet(event);
    if (this.#isInbox(event.stream)) this.#inbox.take(event);
    else if (event.kind === "message_deleted" || event.kind === "message_edited") {
      this.#recountIfUnread(event.stream, event.target);
    }
  }

  /** A change of a message that is unread may change the counts; only the hub can tell. */
  #recountIfUnread(stream: string, target: number): void {
    const marked = this.#markedIn(stream);
    if (marked !== null && target > marked.read) marked.recount();
  }

  #markedIn(stream: string): Marked | null {
    const { rooms, directs } = this.#parts.store.getSnapshot();
    const room = rooms.get(roomOfStream(stream) ?? "");
    if (room?.standing) {
      const recount = (): void => {
        this.#books.rooms.recount(room.id);
      };
      return { head: room.head, read: room.standing.read, recount };
    }
    const channel = directs.get(channelOfStream(stream) ?? "");
    if (channel === undefined) return null;
    const recount = (): void => {
      this.#books.directs.recount(channel.id);
    };
    return { head: channel.head, read: channel.read, recount };
  }

  #eachBook(): readonly Pick<Books["rooms"], "reset" | "unsubscribed">[] {
    return [this.#books.rooms, this.#books.directs];
  }

  #takeEphemeral({ kind, stream, member, seq }: EphemeralFrame): void {
    switch (kind) {
      case "typing":
        if (typeof member === "string") this.#takeTyping(stream, member);
        return;
      case "read":
        if (typeof seq === "number") this.readMoved(stream, seq);
        return;
      case "profile":
        if (typeof member === "string") this.#roster.fetch(member);
        return;
    }
  }

  #takeTyping(stream: string, member: string): void {
    const { store, environment } = this.#parts;
    store.tell({ kind: "typing_seen", stream, member, now: environment.clock.now() });
    this.#cancelTypingTimer ??= this.#setTypingTimer();
  }

  #setTypingTimer(): (() => void) | null {
    const { store, environment } = this.#parts;
    const until = typingUntil(store.getSnapshot().typing);
    if (until === Infinity) return null;
    return environment.clock.after(Math.max(0, until - environment.clock.now()), () => {
      store.tell({ kind: "time_passed", now: environment.clock.now() });
      this.#cancelTypingTimer = this.#setTypingTimer();
    });
  }

  #isInbox(stream: string): boolean {
    return stream === meOf(this.#parts.store.getSnapshot())?.inbox;
  }
}
