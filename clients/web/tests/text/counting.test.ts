import { expect, test } from "vitest";
import { badgeText, counted, lengthOf, tagsIn, whoIsWriting } from "../../src/text/counting";

test("a text is as long as it has code points", () => {
  expect(lengthOf("naïve 🎉")).toBe(7);
});

test("one is not many", () => {
  expect(counted(1, "member")).toBe("1 member");
  expect(counted(2, "member")).toBe("2 members");
});

test("a badge stops at the hub's ceiling", () => {
  expect(badgeText(999)).toBe("999");
  expect(badgeText(1000)).toBe("999+");
});

test("three who write are several", () => {
  expect(whoIsWriting([])).toBe("");
  expect(whoIsWriting(["Anna"])).toBe("Anna is writing …");
  expect(whoIsWriting(["Anna", "Ben"])).toBe("Anna and Ben are writing …");
  expect(whoIsWriting(["Anna", "Ben", "Chiyo"])).toBe("Several people are writing …");
});

test("tags may be typed in any of the usual ways", () => {
  expect(tagsIn(" #Bread, sourdough bread ")).toEqual(["bread", "sourdough"]);
});
