import { beforeEach, describe, expect, test } from "vitest";
import { myDirects, presenceOf, unreadInAll, type Client } from "../../src/state";
import { CHANNEL, CHANNEL_ID, FakeWorld, ME, OTHER, ROOM, ROOM_ID } from "./fake-world";

let world: FakeWorld;
let client: Client;

beforeEach(() => {
  world = new FakeWorld();
  client = world.openPage();
});

function channel() {
  return client.store.getSnapshot().directs.get(CHANNEL_ID);
}

function bodies(stream: string): string[] {
  const timeline = client.store.getSnapshot().timelines.get(stream);
  return timeline?.messages.map((message) => message.body) ?? [];
}

describe("direct channels", () => {
  test("are known from the start, those that one has hidden too", async () => {
    world.direct = { open: true, hidden: true };
    await world.arrive(client);
    expect(client.store.getSnapshot().directsKnown).toBe(true);
    expect(channel()).toMatchObject({ open: true, hidden: true });
    expect(client.store.getSnapshot().members.get(OTHER)?.display_name).toBe("Ben");
  });

  test("open while one looks elsewhere, and what is said there counts", async () => {
    await world.arrive(client);
    expect(channel()).toBeUndefined();
    world.connect();
    await world.settle();
    world.saysIn(CHANNEL, "Hello");
    await world.settle();
    expect(channel()).toMatchObject({ open: true, unread: 1 });
    expect(unreadInAll(client.store.getSnapshot())).toEqual({ unread: 0, calls: 1 });
  });

  test("do not count what one writes oneself", async () => {
    world.connect();
    await world.arrive(client);
    await client.openDirect(CHANNEL_ID);
    client.send(CHANNEL, "Hello");
    await world.settle();
    expect(bodies(CHANNEL)).toEqual(["Hello"]);
    expect(channel()).toMatchObject({ unread: 0 });
    expect(client.store.getSnapshot().pending).toEqual([]);
  });

  test("are read as rooms are, here and elsewhere", async () => {
    world.connect();
    await world.arrive(client);
    world.saysIn(CHANNEL, "one");
    world.saysIn(CHANNEL, "two");
    await world.settle();
    client.markRead(CHANNEL, 3);
    expect(channel()).toMatchObject({ read: 3, unread: 0 });
    world.saysIn(CHANNEL, "three");
    await world.settle();
    world.hub.tell({ t: "ephemeral", stream: CHANNEL, kind: "read", seq: 4 });
    await world.settle();
    expect(channel()).toMatchObject({ read: 4, unread: 0 });
  });

  test("close when the other ends the connection, without being fetched", async () => {
    world.connect();
    await world.arrive(client);
    await client.openDirect(CHANNEL_ID);
    world.saysIn(CHANNEL, "Farewell");
    world.hub.append(CHANNEL, { kind: "direct_channel_ended", actor: OTHER });
    await world.settle();
    expect(channel()).toMatchObject({ open: false });
    expect(bodies(CHANNEL)).toEqual(["Farewell"]);
  });

  test("open again with their stream, without being fetched", async () => {
    world.connect();
    world.disconnect();
    await world.arrive(client);
    await client.openDirect(CHANNEL_ID);
    await world.settle();
    const members = [ME, OTHER] as const;
    const origin = "room";
    world.hub.append(CHANNEL, { kind: "direct_channel_opened", actor: OTHER, members, origin });
    await world.settle();
    expect(channel()).toMatchObject({ open: true });
  });

  test("go on where they were after a reconnection", async () => {
    world.connect();
    await world.arrive(client);
    await client.openDirect(CHANNEL_ID);
    world.saysIn(CHANNEL, "before");
    world.disconnect();
    world.connect();
    await world.settle();
    world.saysIn(CHANNEL, "after");
    await world.settle();
    expect(channel()).toMatchObject({ open: true });
    expect(bodies(CHANNEL)).toEqual(["before", "after"]);
  });

  test("that have ended are received once they are opened: the other may delete", async () => {
    world.connect();
    world.saysIn(CHANNEL, "Never mind");
    world.disconnect();
    await world.arrive(client);
    await client.openDirect(CHANNEL_ID);
    await world.settle();
    world.hub.append(CHANNEL, { kind: "message_deleted", actor: OTHER, target: 2 });
    await world.settle();
    expect(bodies(CHANNEL)).toEqual([""]);
  });

  test("that one hides come back with a new message of the other", async () => {
    world.connect();
    await world.arrive(client);
    await client.hideDirect(CHANNEL_ID, true);
    expect(channel()?.hidden).toBe(true);
    client.send(CHANNEL, "mine");
    await world.settle();
    expect(channel()?.hidden).toBe(true);
    world.saysIn(CHANNEL, "yours");
    await world.settle();
    expect(channel()?.hidden).toBe(false);
  });

  test("are shown anew after a reset", async () => {
    world.connect();
    world.saysIn(CHANNEL, "lost");
    await world.arrive(client);
    await client.openDirect(CHANNEL_ID);
    world.hub.streams.set(CHANNEL, []);
    world.saysIn(CHANNEL, "restored");
    world.hub.tell({ t: "reset", stream: CHANNEL, epoch: "0123456789abcdef", head: 1 });
    await world.settle();
    expect(bodies(CHANNEL)).toEqual(["restored"]);
  });

  test("tell whether the other is here", async () => {
    world.connect();
    await world.arrive(client);
    world.hub.tell({ t: "present", stream: CHANNEL, whole: true, active: [ME], away: [OTHER] });
    await world.settle();
    const state = client.store.getSnapshot();
    expect(myDirects(state.directs).map((each) => presenceOf(state, each))).toEqual(["away"]);
  });

  test("of which one is none of the two are not known", async () => {
    await world.arrive(client);
    await expect(client.openDirect(CHANNEL_ID)).rejects.toMatchObject({ code: "not_found" });
    expect(channel()).toBeUndefined();
  });

  test("are marked as read with the rooms", async () => {
    world.connect();
    await world.arrive(client);
    world.says("in the room");
    world.saysIn(CHANNEL, "between us");
    await world.settle();
    await client.markAllRead();
    world.clock.turn(500);
    await world.settle();
    expect(channel()?.unread).toBe(0);
    expect(client.store.getSnapshot().rooms.get(ROOM_ID)?.standing?.unread).toBe(0);
    const marks = world.hub.taken.filter((each) => each.t === "mark_read");
    expect(marks).toEqual([{ t: "mark_read", stream: CHANNEL, seq: 2 }]);
    expect(bodies(ROOM)).toEqual([]);
  });
});
