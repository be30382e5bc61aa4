import { describe, expect, test } from "vitest";
import { accessChanges } from "../../src/text/access";

const OPEN = { access: "open", look: true } as const;
const REQUEST = { access: "request", look: false } as const;
const INVITE = { access: "invite", look: false } as const;

describe("what changes with a room's door", () => {
  test("is nothing where nothing does", () => {
    expect(accessChanges(OPEN, OPEN)).toEqual([]);
  });

  test("is for newcomers and for readers, where an open room is closed", () => {
    const changes = accessChanges(OPEN, REQUEST).join(" ");
    expect(changes).toContain("Newcomers ask");
    expect(changes).toContain("Only members can read");
    expect(changes).toContain("Those who are members stay.");
  });

  test("drops those who wait, where nobody asks any more", () => {
    expect(accessChanges(REQUEST, INVITE).join(" ")).toContain("are dropped");
    expect(accessChanges(REQUEST, { access: "open", look: false }).join(" ")).toContain("dropped");
    expect(accessChanges(INVITE, REQUEST).join(" ")).not.toContain("dropped");
  });

  test("warns that what was said among members can be read", () => {
    expect(accessChanges(INVITE, OPEN).join(" ")).toContain("also what was said among members");
  });
});
