import { beforeEach, describe, expect, test } from "vitest";
import { pendingIn, type Client } from "../../src/state";
import { FakeWorld, INBOX, ME, OTHER, ROOM, ROOM_ID } from "./fake-world";

let world: FakeWorld;
let client: Client;

beforeEach(() => {
  world = new FakeWorld();
  client = world.openPage();
});

function bodies(of: Client = client): string[] {
  const timeline = of.store.getSnapshot().timelines.get(ROOM);
  return timeline?.messages.map((message) => message.body) ?? [];
}

function pending(of: Client = client): string[] {
  return pendingIn(of.store.getSnapshot().pending, ROOM).map((each) => each.body);
}

describe("arriving", () => {
  test("one who is signed in goes live and knows their rooms", async () => {
    await world.arrive(client);
    const state = client.store.getSnapshot();
    expect(state.community?.name).toBe("Hubbub");
    expect(state.caller).toMatchObject({ kind: "member", me: { id: ME } });
    expect(state.link.phase).toBe("live");
    expect(state.roomsKnown).toBe(true);
    expect(state.rooms.get(ROOM_ID)?.name).toBe("bread");
  });

  test("one who is not is asked to sign in, and then goes live", async () => {
    world.isSignedIn = false;
    await world.arrive(client);
    expect(client.store.getSnapshot().caller).toEqual({ kind: "nobody", reason: null });
    expect(client.store.getSnapshot().link.phase).toBe("stopped");
    await client.signIn({ username: "ada", password: "a long one" });
    await world.settle();
    expect(client.store.getSnapshot()).toMatchObject({
      caller: { kind: "member" },
      link: { phase: "live" },
      roomsKnown: true,
    });
  });

  test("a hub that is away is asked until it is back", async () => {
    world.isReachable = false;
    await world.arrive(client);
    expect(client.store.getSnapshot().caller.kind).toBe("unknown");
    world.isReachable = true;
    world.clock.turn(250);
    await world.settle();
    expect(client.store.getSnapshot().link.phase).toBe("live");
  });

  test("a room that one joins elsewhere is known at once", async () => {
    world.isMember = false;
    await world.arrive(client);
    expect(client.store.getSnapshot().rooms.size).toBe(0);
    world.isMember = true;
    world.hub.append(INBOX, { kind: "room_joined", actor: ME, room: ROOM_ID, joined_seq: 1 });
    await world.settle();
    world.says("Hello");
    await world.settle();
    expect(client.store.getSnapshot().rooms.get(ROOM_ID)?.standing?.unread).toBe(1);
  });
});

describe("a room", () => {
  test("shows its history, and what is said from then on", async () => {
    world.says("before");
    await world.arrive(client);
    await client.openRoom(ROOM_ID);
    world.says("after");
    await world.settle();
    expect(bodies()).toEqual(["before", "after"]);
  });

  test("misses nothing while the link is gone, and repeats nothing", async () => {
    await world.arrive(client);
    await client.openRoom(ROOM_ID);
    world.says("one");
    await world.settle();
    world.hub.cut();
    world.says("two");
    world.says("three");
    world.clock.turn(1000);
    await world.settle();
    expect(bodies()).toEqual(["one", "two", "three"]);
  });

  test("that is looked into and then joined goes on from what was seen", async () => {
    world.isMember = false;
    world.says("seen");
    await world.arrive(client);
    await client.openRoom(ROOM_ID);
    world.says("missed");
    await client.joinRoom(ROOM_ID);
    world.says("live");
    await world.settle();
    expect(bodies()).toEqual(["seen", "missed", "live"]);
  });

  test("is shown anew after a reset", async () => {
    world.says("lost with the database");
    world.says("kept");
    await world.arrive(client);
    await client.openRoom(ROOM_ID);
    world.hub.streams.set(ROOM, []);
    world.says("restored");
    world.hub.tell({ t: "reset", stream: ROOM, epoch: "0123456789abcdef", head: 1 });
    await world.settle();
    expect(bodies()).toEqual(["restored"]);
    world.says("new");
    await world.settle();
    expect(bodies()).toEqual(["restored", "new"]);
  });

  test("members who are not known are asked for once", async () => {
    await world.arrive(client);
    world.says("one");
    world.says("two");
    await world.settle();
    expect(client.store.getSnapshot().members.get(OTHER)?.display_name).toBe("Ben");
    expect(world.calls.filter((call) => call === `GET /members/${OTHER}`)).toHaveLength(1);
  });

  test("shows who is typing for some seconds", async () => {
    await world.arrive(client);
    world.hub.tell({ t: "ephemeral", stream: ROOM, kind: "typing", member: OTHER });
    await world.settle();
    expect(client.store.getSnapshot().typing.get(ROOM)?.has(OTHER)).toBe(true);
    world.clock.turn(6_000);
    expect(client.store.getSnapshot().typing.size).toBe(0);
  });

  test("what was read on another device is read here", async () => {
    await world.arrive(client);
    world.says("one");
    await world.settle();
    expect(client.store.getSnapshot().rooms.get(ROOM_ID)?.standing?.unread).toBe(1);
    world.hub.tell({ t: "ephemeral", stream: ROOM, kind: "read", seq: 1 });
    await world.settle();
    expect(client.store.getSnapshot().rooms.get(ROOM_ID)?.standing?.unread).toBe(0);
  });
});

describe("writing", () => {
  test("shows the message at once, and then in its place", async () => {
    await world.arrive(client);
    await client.openRoom(ROOM_ID);
    client.send(ROOM, "Hello");
    expect(pending()).toEqual(["Hello"]);
    await world.settle();
    expect(pending()).toEqual([]);
    expect(bodies()).toEqual(["Hello"]);
  });

  test("survives the loss of the link before the hub took it, and after", async () => {
    await world.arrive(client);
    await client.openRoom(ROOM_ID);
    client.send(ROOM, "never arrived");
    world.hub.cut();
    client.send(ROOM, "written offline");
    world.clock.turn(1000);
    while (world.hub.takeOne()); // the hub has it, but its answer gets lost
    world.hub.cut();
    world.clock.turn(1000);
    await world.settle();
    expect(bodies()).toEqual(["never arrived", "written offline"]);
    expect(pending()).toEqual([]);
  });

  test("survives a reload of the page", async () => {
    await world.arrive(client);
    world.hub.cut();
    client.send(ROOM, "unsent");
    client.setDraft(ROOM, { body: "half a", replyTo: null });
    client.stop();
    client = world.openPage();
    await world.arrive(client);
    await client.openRoom(ROOM_ID);
    expect(bodies()).toEqual(["unsent"]);
    expect(client.store.getSnapshot().pending).toEqual([]);
    expect(client.store.getSnapshot().drafts.get(ROOM)?.body).toBe("half a");
  });

  test("that the hub took before the reload is not written twice", async () => {
    await world.arrive(client);
    client.send(ROOM, "sent");
    while (world.hub.takeOne());
    client.stop();
    client = world.openPage();
    await world.arrive(client);
    await client.openRoom(ROOM_ID);
    expect(bodies()).toEqual(["sent"]);
    expect(pending()).toEqual([]);
  });

  test("is not kept after signing out", async () => {
    await world.arrive(client);
    world.hub.cut();
    client.setDraft(ROOM, { body: "mine", replyTo: null });
    expect(world.storage.size).toBe(1);
    await client.signOut();
    expect(world.storage.size).toBe(0);
  });
});

describe("signs of reading and writing", () => {
  const taken = (tag: string): unknown[] => world.hub.taken.filter((each) => each.t === tag);

  test("that one writes is told at most every three seconds", async () => {
    await world.arrive(client);
    client.showTyping(ROOM);
    client.showTyping(ROOM);
    world.clock.turn(2_999);
    client.showTyping(ROOM);
    await world.settle();
    expect(taken("typing")).toHaveLength(1);
    world.clock.turn(1);
    client.showTyping(ROOM);
    await world.settle();
    expect(taken("typing")).toHaveLength(2);
  });

  test("what is read is known at once, and told to the hub together", async () => {
    await world.arrive(client);
    world.says("one");
    world.says("two");
    await world.settle();
    client.markRead(ROOM, 1);
    client.markRead(ROOM, 2);
    expect(client.store.getSnapshot().rooms.get(ROOM_ID)?.standing?.unread).toBe(0);
    world.clock.turn(500);
    await world.settle();
    expect(taken("mark_read")).toEqual([{ t: "mark_read", stream: ROOM, seq: 2 }]);
  });

  test("the counts are asked for anew when an unread message is deleted", async () => {
    await world.arrive(client);
    world.says("one");
    await world.settle();
    world.hub.append(ROOM, { kind: "message_deleted", actor: OTHER, target: 1 });
    await world.settle();
    world.clock.turn(1_000);
    await world.settle();
    expect(world.calls.at(-1)).toBe(`GET /rooms/${ROOM_ID}`);
  });
});

describe("pages", () => {
  test("only the page asked for last is shown", async () => {
    world.says("one");
    await world.arrive(client);
    const first = client.showAround(ROOM, 1);
    const second = client.showAround(ROOM, 1);
    await Promise.all([first, second]);
    expect(client.store.getSnapshot().timelines.get(ROOM)).toMatchObject({
      phase: "ready",
      loading: null,
    });
    expect(bodies()).toEqual(["one"]);
  });

  test("that cannot be had say why, and can be asked for again", async () => {
    world.says("one");
    await world.arrive(client);
    world.isReachable = false;
    await client.openRoom(ROOM_ID);
    expect(client.store.getSnapshot().timelines.get(ROOM)).toMatchObject({
      phase: "failed",
      failure: { code: "unreachable" },
    });
    world.isReachable = true;
    await client.openRoom(ROOM_ID);
    expect(bodies()).toEqual(["one"]);
  });
});

describe("leaving", () => {
  test("signing out ends the link and forgets what was known", async () => {
    await world.arrive(client);
    await client.signOut();
    expect(client.store.getSnapshot()).toMatchObject({
      caller: { kind: "nobody", reason: null },
      link: { phase: "stopped" },
      community: { name: "Hubbub" },
    });
    expect(client.store.getSnapshot().rooms.size).toBe(0);
  });

  test.each([
    [4100, "expired"],
    [4102, "signed_out"],
    [4200, "expired"],
    [4201, "banned"],
  ] as const)("a hub that closes with %i signs one out: %s", async (code, reason) => {
    await world.arrive(client);
    world.hub.cut(code);
    expect(client.store.getSnapshot().caller).toEqual({ kind: "nobody", reason });
  });

  test("a call that is refused for want of a sign-in tells that it has ended", async () => {
    await world.arrive(client);
    world.isSignedIn = false;
    await expect(client.refreshRoom(ROOM_ID)).rejects.toMatchObject({ code: "unauthorized" });
    await world.settle();
    expect(client.store.getSnapshot().caller).toEqual({ kind: "nobody", reason: "expired" });
  });

  test("a window that another one replaced can take its place back", async () => {
    await world.arrive(client);
    await client.openRoom(ROOM_ID);
    world.hub.cut(4101);
    expect(client.store.getSnapshot()).toMatchObject({
      caller: { kind: "member" },
      link: { phase: "ended", code: 4101 },
    });
    world.says("meanwhile");
    await world.arrive(client);
    expect(client.store.getSnapshot().link.phase).toBe("live");
    expect(bodies()).toEqual(["meanwhile"]);
  });

  test("leaves no timer behind", async () => {
    await world.arrive(client);
    client.markRead(ROOM, 1);
    world.hub.tell({ t: "ephemeral", stream: ROOM, kind: "typing", member: OTHER });
    await world.settle();
    client.stop();
    expect(world.clock.waiting).toBe(0);
  });
});
