import { beforeEach, describe, expect, test } from "vitest";
import { presenceIn, type Client } from "../../src/state";
import { FakeWorld, ME, OTHER, ROOM } from "./fake-world";

let world: FakeWorld;
let client: Client;

beforeEach(async () => {
  world = new FakeWorld();
  client = world.openPage();
  void client.start();
  await world.settle();
});

/** Let time pass on a link that stays alive. */
async function wait(seconds: number): Promise<void> {
  for (let passed = 0; passed < seconds; passed += 10) {
    world.clock.turn(10_000);
    world.hub.tell({ t: "ping" });
    await world.settle();
  }
}

/** What the page has said of its member. */
function said(): string[] {
  return world.hub.taken.flatMap((each) => (each.t === "presence" ? [each.state] : []));
}

describe("who is present in a room", () => {
  test("is known as the hub tells it", async () => {
    expect(presenceIn(client.store.getSnapshot(), ROOM)).toBeNull();
    world.hub.tell({ t: "present", stream: ROOM, whole: true, active: [ME, OTHER] });
    world.hub.tell({ t: "present", stream: ROOM, away: [OTHER] });
    await world.settle();
    const presence = presenceIn(client.store.getSnapshot(), ROOM);
    expect(presence).toMatchObject({ active: 1, away: 1 });
    expect(presence?.members?.get(OTHER)).toBe("away");
  });

  test("is not known of a room that one has left", async () => {
    world.hub.tell({ t: "present", stream: ROOM, whole: true, active: [ME] });
    await world.settle();
    world.isMember = false;
    world.hub.append(ROOM, { kind: "member_left", actor: ME, member: ME });
    await world.settle();
    expect(presenceIn(client.store.getSnapshot(), ROOM)).toBeNull();
  });
});

describe("the member at this page", () => {
  test("is away after five minutes without a sign of them", async () => {
    await wait(290);
    expect(said()).toEqual([]);
    await wait(10);
    expect(said()).toEqual(["away"]);
  });

  test("stays while they do something now and then", async () => {
    for (let turn = 0; turn < 4; turn += 1) {
      await wait(200);
      world.doesSomething();
    }
    expect(said()).toEqual([]);
  });

  test("is back at once when they do something", async () => {
    await wait(400);
    world.doesSomething();
    await world.settle();
    expect(said()).toEqual(["away", "active"]);
    await wait(300);
    expect(said()).toEqual(["away", "active", "away"]);
  });
});
