import { beforeEach, describe, expect, test } from "vitest";
import type { RoomPresence } from "../src/index.js";
import { ME, OTHER, received, ROOM } from "./frames.js";
import { Linked } from "./linked.js";

let linked: Linked;
let told: RoomPresence[];

beforeEach(() => {
  linked = new Linked();
  told = [];
  linked.link.on("present", (present) => told.push(present));
  linked.link.start();
  linked.goLive();
  linked.link.subscribe(ROOM, 0);
  linked.sockets.last.hears({ t: "subscribed", ref: 1, ...received(ROOM, 0) });
});

describe("who is present", () => {
  test("comes whole, then as differences, and is told whole each time", () => {
    linked.sockets.last.hears(
      { t: "present", stream: ROOM, whole: true, active: [ME, OTHER] },
      { t: "present", stream: ROOM, away: [ME], gone: [OTHER] },
    );
    expect(told.map(({ members }) => [...(members ?? [])])).toEqual([
      [
        [ME, "active"],
        [OTHER, "active"],
      ],
      [[ME, "away"]],
    ]);
    expect(linked.link.present(ROOM)).toEqual(told[1]);
    expect(told[1]).toMatchObject({ active: 0, away: 1 });
  });

  test("is only counted where they are too many", () => {
    const counts = { active: 600, away: 30 };
    linked.sockets.last.hears({ t: "present", stream: ROOM, whole: true, counts });
    expect(told).toEqual([{ stream: ROOM, members: null, ...counts }]);
  });

  test("is not known before the hub has said, nor of a room that one has left", () => {
    linked.sockets.last.hears({ t: "present", stream: ROOM, active: [ME] });
    expect(told).toEqual([]);
    linked.sockets.last.hears({ t: "present", stream: ROOM, whole: true, active: [ME] });
    linked.link.unsubscribe(ROOM);
    expect(linked.link.present(ROOM)).toBeNull();
  });
});

describe("one's own presence", () => {
  test("is said once, and only what the hub does not believe already", () => {
    linked.link.showPresence("active");
    expect(linked.sockets.last.saidOf("presence")).toEqual([]);
    linked.link.showPresence("away");
    linked.link.showPresence("away");
    expect(linked.sockets.last.saidOf("presence")).toEqual([{ t: "presence", state: "away" }]);
  });

  test("is said again on the next socket", () => {
    linked.link.showPresence("away");
    linked.lose();
    linked.clock.turn(250);
    linked.goLive(received(ROOM, 0));
    expect(linked.sockets.last.saidOf("presence")).toEqual([{ t: "presence", state: "away" }]);
  });
});
