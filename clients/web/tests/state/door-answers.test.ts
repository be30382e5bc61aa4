import type { Event } from "hubbub";
import { beforeEach, describe, expect, test } from "vitest";
import { answersAfter, unsaid, type DoorAnswers } from "../../src/state/door-answers";
import type { Client } from "../../src/state";
import { FakeWorld, INBOX, OTHER, ROOM_ID } from "./fake-world";
import type { NewEvent } from "./fake-room";

function told(seq: number, changes: NewEvent): Event {
  return { t: "event", stream: "inbox:me", seq, at: seq, ...changes };
}

const asks = (seq: number, member = "me"): Event =>
  told(seq, { kind: "join_requested", actor: member, room: "r", member });
const refuses = (seq: number, word = ""): Event =>
  told(seq, { kind: "join_request_refused", actor: "", room: "r", word });
const joined = (seq: number, actor: string): Event =>
  told(seq, { kind: "room_joined", actor, room: "r", joined_seq: 1 });

function after(...events: readonly Event[]): DoorAnswers {
  return events.reduce<DoorAnswers>((known, event) => answersAfter(known, event, "me"), new Map());
}

describe("the answer of a room's hosts", () => {
  test("is the refusal, with its word", () => {
    expect(after(asks(1), refuses(2, "Full")).get("r")).toMatchObject({
      outcome: "refused",
      word: "Full",
    });
  });

  test("counts no more once one has asked again", () => {
    expect(after(refuses(1, "Full"), asks(2)).get("r")?.outcome).toBe("asked");
  });

  test("is an admission if another brought one in, and none if one came oneself", () => {
    expect(after(asks(1), joined(2, "anna")).get("r")?.outcome).toBe("admitted");
    expect(after(refuses(1), joined(2, "me")).get("r")?.outcome).toBe("asked");
  });

  test("is not touched by what others ask", () => {
    expect(after(asks(1, "ben")).size).toBe(0);
  });

  test("that is read up later does not undo what was told since", () => {
    const live = after(asks(7));
    expect(answersAfter(live, refuses(5, "Full"), "me", true)).toBe(live);
  });
});

describe("what is said of the answers", () => {
  test("is what comes live and was not said by this page, whatever others said", () => {
    const live = after(refuses(5));
    expect(unsaid(live, { here: 4, onDevice: 5 })).toHaveLength(1);
    expect(unsaid(live, { here: 0, onDevice: null })).toHaveLength(1);
    expect(unsaid(live, { here: 5, onDevice: 4 })).toHaveLength(0);
  });

  test("is of the past what no page of this device has said", () => {
    const past = answersAfter(new Map(), refuses(5), "me", true);
    expect(unsaid(past, { here: 0, onDevice: 4 })).toHaveLength(1);
    expect(unsaid(past, { here: 0, onDevice: 5 })).toHaveLength(0);
    expect(unsaid(past, { here: 5, onDevice: 4 })).toHaveLength(0);
  });

  test("is nothing of the past where nothing was ever said", () => {
    const past = answersAfter(new Map(), refuses(5), "me", true);
    expect(unsaid(past, { here: 0, onDevice: null })).toHaveLength(0);
  });

  test("is nothing of one's own asking", () => {
    expect(unsaid(after(asks(5)), { here: 0, onDevice: 0 })).toHaveLength(0);
  });
});

describe("a client", () => {
  let world: FakeWorld;
  let client: Client;

  beforeEach(() => {
    world = new FakeWorld();
    client = world.openPage();
  });

  test("reads up what its inbox told while it was away", async () => {
    world.hub.append(INBOX, { kind: "join_request_refused", actor: "", room: ROOM_ID, word: "No" });
    await world.arrive(client);
    expect(client.store.getSnapshot().answers.get(ROOM_ID)).toMatchObject({
      outcome: "refused",
      word: "No",
      isPast: true,
    });
  });

  test("knows at once that somebody asks, and how many do", async () => {
    await world.arrive(client);
    world.joinRequests = 1;
    world.hub.append(INBOX, {
      kind: "join_requested",
      actor: OTHER,
      room: ROOM_ID,
      member: OTHER,
    });
    await world.settle();
    const state = client.store.getSnapshot();
    expect(state.rooms.get(ROOM_ID)?.standing?.join_requests).toBe(1);
    expect(state.askings.get(ROOM_ID)).toBe(1);
  });

  test("asks nobody for the card of one who only asks to join", async () => {
    await world.arrive(client);
    world.hub.append(INBOX, {
      kind: "join_requested",
      actor: OTHER,
      room: ROOM_ID,
      member: OTHER,
    });
    await world.settle();
    expect(world.calls).not.toContain(`GET /members/${OTHER}`);
  });

  test("that is let in receives the room without anything being done", async () => {
    world.isMember = false;
    await world.arrive(client);
    world.isMember = true;
    world.hub.append(INBOX, { kind: "room_joined", actor: OTHER, room: ROOM_ID, joined_seq: 1 });
    await world.settle();
    expect(client.store.getSnapshot().rooms.get(ROOM_ID)?.standing).not.toBeNull();
    expect(client.store.getSnapshot().answers.get(ROOM_ID)?.outcome).toBe("admitted");
  });

  test("asks with a reason, and takes it back", async () => {
    world.isMember = false;
    await world.arrive(client);
    await client.askToJoin(ROOM_ID, "I bake");
    expect(client.store.getSnapshot().rooms.get(ROOM_ID)?.asked?.reason).toBe("I bake");
    await client.withdrawJoinRequest(ROOM_ID);
    expect(client.store.getSnapshot().rooms.get(ROOM_ID)?.asked).toBeNull();
  });

  test("that accepts an invitation is in the room it leads into", async () => {
    world.isMember = false;
    await world.arrive(client);
    await client.acceptInvitation("abc");
    await world.settle();
    world.says("Hello");
    await world.settle();
    expect(client.store.getSnapshot().rooms.get(ROOM_ID)?.standing?.unread).toBe(1);
  });
});
