import type { PresenceState, RoomMember } from "hubbub";
import { expect, test } from "vitest";
import { presentFirst } from "../../../src/screens/room/present-first";

function member(id: string): RoomMember {
  const card = { id, username: id, display_name: id, avatar_colour: "#336699" };
  return { member: { ...card, kind: "person" }, role: "member", joined_at: 0 };
}

test("those who are here come first, then those who are away; else the order stays", () => {
  const members = ["ada", "ben", "cleo", "dan", "eve"].map(member);
  const present = new Map<string, PresenceState>([
    ["eve", "active"],
    ["ben", "away"],
    ["cleo", "active"],
  ]);
  const ordered = presentFirst(members, present).map(({ member: { id } }) => id);
  expect(ordered).toEqual(["cleo", "eve", "ben", "ada", "dan"]);
});
