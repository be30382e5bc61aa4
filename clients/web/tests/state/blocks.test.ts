import { beforeEach, describe, expect, test } from "vitest";
import type { Client } from "../../src/state";
import { CHANNEL, CHANNEL_ID, FakeWorld, ME, OTHER, ROOM, ROOM_ID } from "./fake-world";

let world: FakeWorld;
let client: Client;

beforeEach(async () => {
  world = new FakeWorld();
  client = world.openPage();
  void client.start();
  await world.settle();
});

function messages(stream = ROOM) {
  return client.store.getSnapshot().timelines.get(stream)?.messages ?? [];
}

function bodies(stream = ROOM): string[] {
  return messages(stream).map((message) => message.body);
}

async function openRoom(): Promise<void> {
  await client.openRoom(ROOM_ID);
  await world.settle();
}

describe("one whom one blocks", () => {
  test("is gone from the talk at once, with what they reacted", async () => {
    await openRoom();
    client.send(ROOM, "mine");
    await world.settle();
    world.says("theirs");
    world.hub.append(ROOM, { kind: "reaction_added", actor: OTHER, target: 1, emoji: "👍" });
    world.hub.append(ROOM, { kind: "reaction_added", actor: ME, target: 1, emoji: "👍" });
    await world.settle();
    expect(bodies()).toEqual(["mine", "theirs"]);
    world.block();
    world.hub.settle(); // the event alone, before any list is fetched
    expect(bodies()).toEqual(["mine"]);
    expect(messages()[0]?.reactions).toEqual([{ emoji: "👍", members: [ME] }]);
  });

  test("says nothing more there, even if it was on its way, and it counts as a place", async () => {
    await openRoom();
    world.block();
    await world.settle();
    world.says("late");
    await world.settle();
    expect(bodies()).toEqual([]);
    expect(client.store.getSnapshot().rooms.get(ROOM_ID)).toMatchObject({
      head: 1,
      standing: { unread: 0 },
    });
  });

  test("does not come back with a page that was asked for before", async () => {
    world.says("theirs");
    await world.settle();
    const opening = client.openRoom(ROOM_ID); // the hub has answered: it is on its way
    world.block();
    world.hub.settle();
    await opening;
    expect(client.store.getSnapshot().timelines.get(ROOM)?.phase).toBe("ready");
    expect(bodies()).toEqual([]);
  });

  test("stays in the direct channel, whose past belongs to both", async () => {
    world.connect();
    await world.settle();
    await client.openDirect(CHANNEL_ID);
    world.saysIn(CHANNEL, "between us");
    await world.settle();
    world.block();
    await world.settle();
    expect(bodies(CHANNEL)).toEqual(["between us"]);
  });

  test("is still seen by one who looks after the room", async () => {
    world.isHost = true;
    await client.refreshRoom(ROOM_ID);
    await openRoom();
    world.says("before");
    await world.settle();
    world.block();
    await world.settle();
    world.says("after");
    await world.settle();
    expect(bodies()).toEqual(["before", "after"]);
  });

  test("is seen again, with what was said meanwhile, once one blocks them no longer", async () => {
    await openRoom();
    world.says("before");
    world.block();
    await world.settle();
    world.says("meanwhile");
    await world.settle();
    expect(bodies()).toEqual([]);
    world.block(false);
    await world.settle();
    expect(bodies()).toEqual(["before", "meanwhile"]);
  });

  test("is known to be blocked from the start", async () => {
    world.isBlocking = true;
    client.stop();
    client = world.openPage();
    void client.start();
    await world.settle();
    expect([...client.store.getSnapshot().people.blocked]).toEqual([OTHER]);
  });

  test("has the counts of rooms fetched anew", async () => {
    const lists = (): number => world.calls.filter((call) => call === "GET /rooms/mine").length;
    const before = lists();
    world.block();
    await world.settle();
    expect(lists()).toBe(before + 1);
  });
});
