import type { Event, Me, Room } from "hubbub";
import { describe, expect, test } from "vitest";
import type { Fact } from "../../src/state/facts";
import { NOTHING_KNOWN, type PendingMessage, type State } from "../../src/state/model";
import { reduce } from "../../src/state/reducer";
import { myRooms, pendingIn, typingIn, unreadInAll } from "../../src/state/selectors";
import type { NewEvent } from "./fake-room";

const ME: Me = {
  id: "me",
  username: "me",
  display_name: "Me",
  avatar_colour: "#000000",
  kind: "person",
  line: "",
  interests: [],
  created_at: 0,
  role: "member",
  inbox: "inbox:me",
  may_make_bots: false,
};

function room(changes: Partial<Room> = {}): Room {
  return {
    id: "r",
    stream: "room:r",
    name: "bread",
    purpose: { statement: "To bake", kind: "hobby" },
    access: "open",
    look: true,
    state: "active",
    created_at: 0,
    last_message_at: null,
    members: 2,
    head: 10,
    standing: { role: "member", joined_at: 0, read: 10, unread: 0, mentions: 0 },
    ...changes,
  };
}

function after(...facts: readonly Fact[]): State {
  return facts.reduce(reduce, NOTHING_KNOWN);
}

const SIGNED_IN: Fact = { kind: "caller_known", me: ME };

function known(changes: Partial<Room> = {}): Fact {
  return { kind: "room_known", room: room(changes) };
}

function event(seq: number, changes: NewEvent): Fact {
  const placed = { t: "event", stream: "room:r", seq, at: seq, ...changes } as Event;
  return { kind: "event_received", event: placed };
}

function says(seq: number, actor: string, body = "Hello", mentions: string[] = []): Fact {
  return event(seq, { kind: "message_sent", actor, id: `id ${seq}`, body, mentions });
}

function standing(state: State): Room["standing"] | undefined {
  return state.rooms.get("r")?.standing;
}

describe("unread counts", () => {
  test("count the messages of others, and those that mention one", () => {
    const state = after(SIGNED_IN, known(), says(11, "ben"), says(12, "ben", "@me", ["me"]));
    expect(standing(state)).toMatchObject({ unread: 2, mentions: 1 });
    expect(unreadInAll(state)).toEqual({ unread: 2, calls: 1 });
  });

  test("do not count one's own, nor what was counted by the hub already", () => {
    const state = after(SIGNED_IN, known(), says(11, "me"), says(10, "ben"));
    expect(standing(state)).toMatchObject({ unread: 0, mentions: 0 });
  });

  test("count a mention of the whole room", () => {
    const everybody: NewEvent = {
      kind: "message_sent",
      actor: "ben",
      id: "x",
      body: "@room",
      mentions_room: true,
    };
    expect(standing(after(SIGNED_IN, known(), event(11, everybody)))).toMatchObject({
      mentions: 1,
    });
  });

  test("end at a ceiling", () => {
    const full = { role: "member", joined_at: 0, read: 0, unread: 1000, mentions: 0 } as const;
    expect(standing(after(SIGNED_IN, known({ standing: full }), says(11, "ben")))?.unread).toBe(
      1000,
    );
  });

  test("are gone once everything is read", () => {
    const read: Fact = { kind: "read_moved", stream: "room:r", seq: 12 };
    const state = after(SIGNED_IN, known(), says(11, "ben"), says(12, "ben"), read);
    expect(standing(state)).toMatchObject({ read: 12, unread: 0 });
  });

  test("are counted anew from the messages shown when a part is read", () => {
    const page: Fact = {
      kind: "page_loaded",
      side: "fresh",
      page: {
        stream: "room:r",
        messages: [],
        members: [],
        as_of: 10,
        more_before: false,
        more_after: false,
      },
    };
    const state = after(
      SIGNED_IN,
      known(),
      { kind: "page_asked", stream: "room:r", side: "fresh" },
      page,
      says(11, "ben"),
      says(12, "me"),
      says(13, "ben", "@me", ["me"]),
      { kind: "read_moved", stream: "room:r", seq: 11 },
    );
    expect(standing(state)).toMatchObject({ read: 11, unread: 1, mentions: 1 });
  });

  test("never go back with a marker", () => {
    const back: Fact = { kind: "read_moved", stream: "room:r", seq: 3 };
    expect(standing(after(SIGNED_IN, known(), back))?.read).toBe(10);
  });

  test("a room that is fetched keeps the marker that was raised here meanwhile", () => {
    const old = { role: "member", joined_at: 0, read: 8, unread: 2, mentions: 0 } as const;
    const state = after(SIGNED_IN, known(), known({ head: 10, standing: old }));
    expect(standing(state)).toMatchObject({ read: 10, unread: 0 });
  });
});

describe("rooms", () => {
  test("an answer that is older than the events changes nothing", () => {
    const state = after(
      SIGNED_IN,
      known(),
      event(11, { kind: "room_archived", actor: "ben" }),
      known({ head: 10 }),
    );
    expect(state.rooms.get("r")?.state).toBe("archived");
  });

  test("an event that the answer contains already changes nothing", () => {
    const joined: NewEvent = { kind: "member_joined", actor: "ben", member: "ben" };
    expect(after(SIGNED_IN, known(), event(10, joined)).rooms.get("r")?.members).toBe(2);
    expect(after(SIGNED_IN, known(), event(11, joined)).rooms.get("r")?.members).toBe(3);
  });

  test("one who is removed belongs to the room no longer", () => {
    const removed: NewEvent = { kind: "member_removed", actor: "ben", member: "me" };
    const state = after(SIGNED_IN, known(), event(11, removed));
    expect(standing(state)).toBeNull();
    expect(myRooms(state.rooms)).toEqual([]);
  });

  test("a role that changes is the caller's, or somebody else's", () => {
    const to = (member: string): Fact =>
      event(11, { kind: "role_changed", actor: "ben", member, role: "host" });
    expect(standing(after(SIGNED_IN, known(), to("me")))?.role).toBe("host");
    expect(standing(after(SIGNED_IN, known(), to("cleo")))?.role).toBe("member");
  });

  test("the list of one's rooms ends what is not in it", () => {
    const state = after(SIGNED_IN, known(), { kind: "my_rooms_known", rooms: [] });
    expect(state.roomsKnown).toBe(true);
    expect(myRooms(state.rooms)).toEqual([]);
  });

  test("after a reset whatever the hub says counts", () => {
    const state = after(
      SIGNED_IN,
      known({ head: 50 }),
      { kind: "stream_reset", stream: "room:r" },
      known({ head: 7, name: "restored" }),
    );
    expect(state.rooms.get("r")).toMatchObject({ head: 7, name: "restored" });
  });

  test("are listed by name", () => {
    const state = after(
      SIGNED_IN,
      known({ id: "r" }),
      known({ id: "s", stream: "room:s", name: "astronomy" }),
    );
    expect(myRooms(state.rooms).map((each) => each.name)).toEqual(["astronomy", "bread"]);
  });
});

describe("typing", () => {
  const seen = (member: string, now: number): Fact => {
    return { kind: "typing_seen", stream: "room:r", member, now };
  };

  test("is believed for six seconds", () => {
    const state = after(SIGNED_IN, seen("ben", 0), { kind: "time_passed", now: 5_999 });
    expect(typingIn(state.typing, "room:r")).toEqual(["ben"]);
    expect(typingIn(reduce(state, { kind: "time_passed", now: 6_000 }).typing, "room:r")).toEqual(
      [],
    );
  });

  test("ends with the message", () => {
    const state = after(SIGNED_IN, known(), seen("ben", 0), seen("cleo", 0), says(11, "ben"));
    expect(typingIn(state.typing, "room:r")).toEqual(["cleo"]);
  });

  test("of oneself is not shown", () => {
    expect(typingIn(after(SIGNED_IN, seen("me", 0)).typing, "room:r")).toEqual([]);
  });
});

describe("one's own messages", () => {
  const written = (key: string, body = "Hello"): Fact => {
    const message: PendingMessage = {
      key,
      stream: "room:r",
      body,
      replyTo: null,
      writtenAt: 0,
      phase: "pending",
      failure: null,
      id: null,
      seq: null,
    };
    return { kind: "message_written", message };
  };
  const shown = (state: State): string[] =>
    pendingIn(state.pending, "room:r").map((each) => each.key);

  test("are shown until their event comes", () => {
    const accepted: Fact = { kind: "message_accepted", key: "k", id: "id 11", seq: 11 };
    const state = after(SIGNED_IN, known(), written("k"), accepted);
    expect(shown(state)).toEqual(["k"]);
    expect(reduce(state, says(11, "me")).pending).toEqual([]);
  });

  test("are shown once when the event comes before the answer", () => {
    const state = after(SIGNED_IN, known(), written("k"), says(11, "me"));
    expect(shown(state)).toEqual([]);
    expect(state.pending).toHaveLength(1);
    const answered = reduce(state, { kind: "message_accepted", key: "k", id: "id 11", seq: 11 });
    expect(answered.pending).toEqual([]);
  });

  test("are told apart from those of the same words that another device sent", () => {
    const state = after(SIGNED_IN, known(), written("k"), says(11, "me"), {
      kind: "message_accepted",
      key: "k",
      id: "id 12",
      seq: 12,
    });
    expect(shown(state)).toEqual(["k"]);
    expect(reduce(state, says(12, "me")).pending).toEqual([]);
  });

  test("of the same words stand for one event each", () => {
    const state = after(SIGNED_IN, known(), written("k"), written("l"), says(11, "me"));
    expect(shown(state)).toEqual(["l"]);
  });

  test("fail with a reason, and may be tried again or forgotten", () => {
    const failure = {
      code: "too_large",
      detail: "Too long",
      retry: false,
      field: "body",
      limit: 8000,
      afterMs: null,
    } as const;
    const failed = after(SIGNED_IN, known(), written("k"), {
      kind: "message_refused",
      key: "k",
      failure,
    });
    expect(failed.pending[0]).toMatchObject({ phase: "failed", failure });
    const retried = reduce(failed, { kind: "message_retried", key: "k" });
    expect(retried.pending[0]).toMatchObject({ phase: "pending", failure: null });
    expect(reduce(failed, { kind: "message_discarded", key: "k" }).pending).toEqual([]);
  });
});

test("signing out forgets everything but the community", () => {
  const community = {
    name: "Hubbub",
    registration: "open",
    has_owner: true,
    version: "1",
  } as const;
  const state = after({ kind: "community_known", community }, SIGNED_IN, known(), {
    kind: "signed_out",
    reason: "expired",
  });
  expect(state).toEqual({
    ...NOTHING_KNOWN,
    community,
    caller: { kind: "nobody", reason: "expired" },
  });
});

test("a place without an event is counted", () => {
  const state = after(SIGNED_IN, known(), { kind: "place_skipped", stream: "room:r", seq: 11 });
  expect(state.rooms.get("r")?.head).toBe(11);
});
