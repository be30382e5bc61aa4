import { describe, expect, test } from "vitest";
import { cutAtMentions, mentionAtCaret } from "../../src/text/mentions";

const names = new Set(["anna", "ben.o", "room"]);

function namesIn(text: string): (string | null)[] {
  return cutAtMentions(text, names).flatMap((piece) => piece.name ?? []);
}

describe("mentions in a text", () => {
  test("are found whatever stands around them", () => {
    expect(namesIn("@anna, ask (@ben.o) and @room!")).toEqual(["anna", "ben.o", "room"]);
  });

  test("lose no letter of the text", () => {
    const text = "Hello @anna. And @nobody, and @Ben.O...";
    const pieces = cutAtMentions(text, names).map((piece) => piece.text);
    expect(pieces.join("")).toBe(text);
  });

  test("end before a full stop that is not part of the name", () => {
    expect(cutAtMentions("@anna.", names)).toEqual([
      { text: "@anna", name: "anna" },
      { text: ".", name: null },
    ]);
  });

  test("are not those of strangers, nor parts of addresses", () => {
    expect(namesIn("@carl mail@anna x/@anna")).toEqual([]);
  });
});

describe("the word at the caret", () => {
  test("is a mention from the at sign on", () => {
    expect(mentionAtCaret("Hi @an", 6)).toEqual({ start: 3, query: "an" });
    expect(mentionAtCaret("@", 1)).toEqual({ start: 0, query: "" });
  });

  test("is none in an address or after a space", () => {
    expect(mentionAtCaret("me@an", 5)).toBeNull();
    expect(mentionAtCaret("@anna ", 6)).toBeNull();
  });
});
