import type { DirectChannel, Event, Room } from "hubbub";
import { isBlockedIn } from "./block-fold";
import { readInboxPast } from "./inbox-past";
import type { Timeline } from "./model";
import type { Pages } from "./pages";
import { inBackground, type Parts } from "./parts";
import type { PeopleBook } from "./people-book";
import type { StreamBook } from "./stream-book";
import { roomOfStream } from "./streams";

export interface Books {
  readonly rooms: StreamBook<Room>;
  readonly directs: StreamBook<DirectChannel>;
  readonly people: PeopleBook;
}

/** What follows from the member's inbox: the books are listed, and kept by what it tells. */
export class Inbox {
  readonly #parts: Parts;
  readonly #books: Books;
  readonly #pages: Pages;
  /** Whether the lists of all that one has are to be fetched. */
  #areListsWanted = true;
  #life = new AbortController();

  constructor(parts: Parts, books: Books, pages: Pages) {
    this.#parts = parts;
    this.#books = books;
    this.#pages = pages;
  }

  /** Begin with a new session. */
  begin(): void {
    this.stop();
    this.#life = new AbortController();
    this.#areListsWanted = true;
  }

  stop(): void {
    this.#life.abort();
  }

  /** The inbox is received: whatever comes from now on will be told, so list what is there. */
  subscribed(inbox: string, head: number): void {
    if (!this.#areListsWanted) return;
    this.#areListsWanted = false;
    this.#books.rooms.list();
    this.#books.directs.list();
    this.#books.people.list();
    inBackground(readInboxPast(this.#parts, inbox, head, this.#life.signal));
  }

  /** Its cursor is void: begin again from its present. */
  reset(inbox: string): void {
    this.#areListsWanted = true;
    this.#parts.link.subscribe(inbox);
  }

  take(event: Event): void {
    this.#books.people.takeInboxEvent(event);
    switch (event.kind) {
      case "room_joined":
      case "room_left":
      case "room_state_changed":
      case "room_role_changed":
      case "join_requested":
      case "join_request_closed":
      case "join_request_refused":
        this.#books.rooms.refreshSoon(event.room);
        return;
      case "personal_connection_opened":
      case "personal_connection_ended":
        this.#books.directs.refreshSoon(event.channel);
        return;
      case "member_blocked":
        this.#books.rooms.list(); // the unread counts
        return;
      case "member_unblocked":
        this.#books.rooms.list();
        this.#showAnew(event.member);
        return;
      default:
        return;
    }
  }

  /** What one who is blocked no longer wrote is to be seen again: fetch what is shown anew. */
  #showAnew(member: string): void {
    const state = this.#parts.store.getSnapshot();
    const blocked = new Set(state.people.blocked).add(member);
    const before = { ...state, people: { ...state.people, blocked } };
    for (const [stream, timeline] of state.timelines) {
      if (roomOfStream(stream) === null || !isBlockedIn(before, stream, member)) continue;
      inBackground(this.#pages.load(stream, "fresh", sameStretch(timeline)));
    }
  }
}

/** Where a stretch lies: the present, or the middle of what is shown. */
function sameStretch({ messages, moreAfter }: Timeline): { around?: number } {
  const middle = messages[messages.length >> 1];
  return moreAfter && middle !== undefined ? { around: middle.seq } : {};
}
