import { describe, expect, test } from "vitest";
import {
  directAddress,
  discoverAddress,
  peopleAddress,
  roomAddress,
  routeOf,
} from "../../src/routing/routes";

const room = "01990000-0000-7000-8000-000000000001";

describe("an address", () => {
  test("leads back to the room, the message and the panel that it was made of", () => {
    expect(routeOf(roomAddress(room))).toEqual({ screen: "room", room, seq: null, panel: null });
    expect(routeOf(roomAddress(room, { seq: 42 }))).toMatchObject({ room, seq: 42 });
    for (const panel of ["about", "members", "pins", "requests", "invitations"] as const) {
      expect(routeOf(roomAddress(room, { panel }))).toMatchObject({ panel });
    }
  });

  test("leads back to the direct channel and the message that it was made of", () => {
    const channel = room;
    expect(routeOf(directAddress(channel))).toEqual({ screen: "direct", channel, seq: null });
    expect(routeOf(directAddress(channel, 7))).toEqual({ screen: "direct", channel, seq: 7 });
  });

  test("leads back to what one sees of people", () => {
    for (const tab of [
      "requests",
      "connections",
      "later",
      "blocked",
      "introductions",
      "suggestions",
      "codes",
      "settings",
    ] as const) {
      expect(routeOf(peopleAddress(tab))).toEqual({ screen: "people", tab });
    }
  });

  test("keeps what one searched for", () => {
    const address = discoverAddress({ text: "night & day", tag: "", kind: "cause" });
    expect(routeOf(address)).toEqual({
      screen: "discover",
      text: "night & day",
      tag: "",
      kind: "cause",
    });
  });

  test("may end in a slash", () => {
    expect(routeOf("/settings/")).toEqual({ screen: "settings" });
  });

  test.each([
    "/nowhere",
    "/people/enemies",
    "/direct/1",
    "/rooms/1",
    `/rooms/${room}/first`,
    "//rooms",
  ])("%s leads nowhere", (address) => {
    expect(routeOf(address).screen).toBe("unknown");
  });

  test("with an unknown panel shows the room alone", () => {
    expect(routeOf(`/rooms/${room}?panel=secrets`)).toMatchObject({ panel: null });
  });
});
