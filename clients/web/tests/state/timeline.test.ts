import type { Event, FindHistory, MessagePage } from "hubbub";
import { describe, expect, test } from "vitest";
import { chances } from "../../../js/tests/chances";
import type { PageSide, Timeline } from "../../src/state/model";
import { advanced, asking, emptyTimeline, pageFailed, withPage } from "../../src/state/timeline";
import { canonical, FakeRoom, type NewEvent } from "./fake-room";

const SEEDS = Array.from({ length: 200 }, (_, index) => index + 1);
const MEMBERS = ["ada", "ben", "cleo"];
const PAGE = 4;

function pick<Item>(items: readonly Item[], chance: () => number): Item | undefined {
  return items[Math.floor(chance() * items.length)];
}

/** Something that may happen in a room now. */
function anyEvent(room: FakeRoom, chance: () => number): NewEvent {
  const actor = pick(MEMBERS, chance) ?? "ada";
  const standing = room.messagesAt(room.head).filter((message) => !message.deleted);
  const target = pick(standing, chance)?.seq;
  const emoji = pick(["👍", "🎉"], chance) ?? "👍";
  const sent: NewEvent = {
    kind: "message_sent",
    actor,
    id: `id ${room.head + 1}`,
    body: `message ${room.head + 1}`,
  };
  if (target === undefined) return sent;
  const events: readonly NewEvent[] = [
    sent,
    sent,
    sent,
    {
      kind: "message_edited",
      actor,
      target,
      body: `edited at ${room.head + 1}`,
      mentions: ["ada"],
    },
    { kind: "message_deleted", actor, target },
    { kind: "reaction_added", actor, target, emoji },
    { kind: "reaction_added", actor, target, emoji },
    { kind: "reaction_removed", actor, target, emoji },
    { kind: "message_pinned", actor, target },
    { kind: "message_unpinned", actor, target },
    { kind: "member_joined", actor, member: actor },
  ];
  return pick(events, chance) ?? sent;
}

function filled(seed: number, events: number): FakeRoom {
  const chance = chances(seed);
  const room = new FakeRoom();
  while (room.head < events) room.append(anyEvent(room, chance));
  return room;
}

function loaded(page: MessagePage): Timeline {
  return withPage(asking(emptyTimeline(0), "fresh"), "fresh", page);
}

function after(timeline: Timeline, events: readonly Event[]): Timeline {
  return events.reduce((now, event) => advanced(now, event.seq, event), timeline);
}

test.each(SEEDS.slice(0, 50))(
  "history at any moment and the events after it are the history at the end (seed %i)",
  (seed) => {
    const room = filled(seed, 40);
    const expected = canonical(room.messagesAt(room.head));
    for (let asOf = 0; asOf <= room.head; asOf += 1) {
      const page: MessagePage = {
        stream: "room:r",
        messages: room.messagesAt(asOf),
        members: [],
        as_of: asOf,
        more_before: false,
        more_after: false,
      };
      expect(canonical(after(loaded(page), room.log.slice(asOf)).messages)).toEqual(expected);
    }
  },
);

/** One who looks at a room while events and pages come in whatever order chance will have. */
class Looker {
  timeline = emptyTimeline(0);
  readonly #room: FakeRoom;
  readonly #chance: () => number;
  /** The events on their way, as they were when they were sent. */
  readonly #coming: Event[] = [];
  #answer: {
    readonly side: PageSide;
    readonly page: MessagePage | null;
    query: FindHistory;
  } | null = null;
  pages = 0;

  constructor(room: FakeRoom, chance: () => number) {
    this.#room = room;
    this.#chance = chance;
  }

  something(): void {
    const deeds = [
      () => this.#coming.push(this.#room.append(anyEvent(this.#room, this.#chance))),
      () => {
        this.takeEvent();
      },
      () => {
        this.ask();
      },
      () => {
        this.read();
      },
      () => {
        this.takePage();
      },
    ];
    pick(deeds, this.#chance)?.();
  }

  /** The next event comes, as it was or as a replay has it. */
  takeEvent(): boolean {
    const event = this.#coming.shift();
    if (event === undefined) return false;
    const replayed = this.#room.log[event.seq - 1] ?? event;
    this.timeline = advanced(this.timeline, event.seq, this.#chance() < 0.5 ? event : replayed);
    return true;
  }

  /** Ask for a page that is wanted. */
  ask(): void {
    if (this.#answer !== null) return;
    const { messages, phase, moreBefore, moreAfter } = this.timeline;
    const anywhere = 1 + Math.floor(this.#chance() * this.#room.head);
    const first = messages[0]?.seq ?? 1;
    const last = messages.at(-1)?.seq ?? 0;
    if (phase !== "ready") this.#start("fresh", {});
    else if (this.#chance() < 0.05) this.#start("fresh", { around: anywhere });
    else if (moreBefore && this.#chance() < 0.5) this.#start("before", { before: first });
    else if (moreAfter) this.#start("after", { after: last });
  }

  /** The hub reads what was asked for. */
  read(): void {
    if (this.#answer?.page !== null) return;
    this.#answer = { ...this.#answer, page: this.#room.page(this.#answer.query, PAGE) };
  }

  /** The page that was read comes. */
  takePage(): void {
    const page = this.#answer?.page ?? null;
    if (this.#answer === null || page === null) return;
    this.timeline = withPage(this.timeline, this.#answer.side, page);
    this.#answer = null;
    this.pages += 1;
  }

  /** Everything comes, until all is known. */
  finish(): void {
    do {
      this.read();
      this.takePage();
      while (this.takeEvent());
      this.ask();
    } while (this.#answer !== null || this.timeline.moreBefore || this.timeline.moreAfter);
  }

  #start(side: PageSide, query: FindHistory): void {
    this.timeline = asking(this.timeline, side);
    this.#answer = { side, query, page: null };
  }
}

function look(seed: number): { room: FakeRoom; looker: Looker } {
  const room = filled(seed, 60);
  const looker = new Looker(room, chances(seed));
  // What was there before is behind the cursor.
  looker.timeline = emptyTimeline(room.head);
  for (let step = 0; step < 150; step += 1) looker.something();
  looker.finish();
  return { room, looker };
}

test("many pages come meanwhile", () => {
  const pages = SEEDS.map((seed) => look(seed).looker.pages);
  expect(pages.reduce((sum, each) => sum + each)).toBeGreaterThan(5 * SEEDS.length);
});

test.each(SEEDS)("pages and events that cross make no gap and no duplicate (seed %i)", (seed) => {
  const { room, looker } = look(seed);
  expect(canonical(looker.timeline.messages)).toEqual(canonical(room.messagesAt(room.head)));
});

describe("a stretch that does not reach the present", () => {
  test("takes no new message, but what is done to its own", () => {
    const room = new FakeRoom();
    for (let number = 1; number <= 10; number += 1) {
      room.append({ kind: "message_sent", actor: "ada", id: `${number}`, body: `${number}` });
    }
    const timeline = loaded(room.page({ around: 5 }, PAGE));
    const [message] = timeline.messages;
    const target = message?.seq ?? 0;
    const next = after(timeline, [
      room.append({ kind: "message_sent", actor: "ada", id: "new", body: "new" }),
      room.append({ kind: "message_pinned", actor: "ada", target }),
    ]);
    expect(next.messages.map((each) => each.seq)).toEqual(
      timeline.messages.map((each) => each.seq),
    );
    expect(next.messages[0]?.pinned).toBe(true);
  });
});

describe("a page that cannot be had", () => {
  const failure = {
    code: "unavailable",
    detail: "Not now",
    retry: true,
    field: null,
    limit: null,
    afterMs: null,
  } as const;

  test("fails a timeline without messages", () => {
    const timeline = pageFailed(asking(emptyTimeline(3), "fresh"), failure);
    expect(timeline).toMatchObject({ phase: "failed", failure, loading: null });
  });

  test("leaves what is there, and says why there is no more", () => {
    const timeline = loaded(filled(1, 60).page({}, PAGE));
    const failed = pageFailed(asking(timeline, "before"), failure);
    expect(failed).toMatchObject({ phase: "ready", failure, loading: null });
    expect(failed.messages).toBe(timeline.messages);
  });
});

test("an event that changes nothing shown keeps the messages as they are", () => {
  const room = filled(1, 60);
  const timeline = loaded(room.page({}, PAGE));
  const joined = room.append({ kind: "member_joined", actor: "ada", member: "ada" });
  expect(advanced(timeline, joined.seq, joined).messages).toBe(timeline.messages);
});

describe("a page that is newer than the events applied", () => {
  test("is not taken back by events that it contains", () => {
    const room = new FakeRoom();
    for (let number = 1; number <= 6; number += 1) {
      room.append({ kind: "message_sent", actor: "ada", id: `${number}`, body: `${number}` });
    }
    const asked = asking(loaded(room.page({}, PAGE)), "before");
    const events = [
      room.append({ kind: "message_edited", actor: "ada", target: 1, body: "first edit" }),
      room.append({ kind: "message_edited", actor: "ada", target: 1, body: "second edit" }),
    ];
    const newer = withPage(asked, "before", room.page({ before: 3 }, PAGE));
    expect(after(newer, events.slice(0, 1)).messages[0]?.body).toBe("second edit");
    expect(after(newer, events).ahead.size).toBe(0);
  });

  test("keeps erased what an earlier event still had", () => {
    const room = new FakeRoom();
    room.append({ kind: "message_sent", actor: "ada", id: "1", body: "secret" });
    const edit = room.append({ kind: "message_edited", actor: "ada", target: 1, body: "a secret" });
    const deletion = room.append({ kind: "message_deleted", actor: "ada", target: 1 });
    const tombstone = room.log[0];
    if (tombstone === undefined) throw new Error("no tombstone");
    const replayed = after({ ...loaded(new FakeRoom().page({}, PAGE)), asOf: 0 }, [
      tombstone,
      edit,
    ]);
    expect(replayed.messages[0]).toMatchObject({ body: "", deleted: true });
    expect(after(replayed, [deletion]).messages[0]).toMatchObject({ body: "", deleted: true });
  });
});
