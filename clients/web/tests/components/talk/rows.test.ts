import type { Message } from "hubbub";
import { describe, expect, test } from "vitest";
import { rowsOf, type Row } from "../../../src/components/talk/rows";

const NOON = new Date(2026, 2, 10, 12, 0).getTime() * 1000;
const MINUTE = 60_000_000;
const DAY = 1440 * MINUTE;

function message(seq: number, author: string, at: number, rest: Partial<Message> = {}): Message {
  return {
    seq,
    id: `id-${seq}`,
    author,
    at,
    body: "hello",
    reply_to: null,
    mentions: [],
    mentions_room: false,
    edited_at: null,
    deleted: false,
    reactions: [],
    pinned: false,
    ...rest,
  };
}

function outline(rows: readonly Row[]): string[] {
  return rows.map((row) => {
    if (row.kind !== "message") return row.kind;
    return row.isContinued ? `+${row.message.seq}` : String(row.message.seq);
  });
}

describe("the rows of a talk", () => {
  test("stand under their days", () => {
    const rows = rowsOf([message(1, "a", NOON), message(2, "a", NOON + DAY)], "me", null);
    expect(outline(rows)).toEqual(["day", "1", "day", "2"]);
  });

  test("continue those of the same author a moment before", () => {
    const rows = rowsOf(
      [
        message(1, "a", NOON),
        message(2, "a", NOON + MINUTE),
        message(3, "b", NOON + 2 * MINUTE),
        message(4, "b", NOON + 20 * MINUTE),
        message(5, "b", NOON + 21 * MINUTE, { reply_to: 1 }),
      ],
      "me",
      null,
    );
    expect(outline(rows)).toEqual(["day", "1", "+2", "3", "4", "5"]);
  });

  test("have one line before the first new message of another member", () => {
    const rows = rowsOf(
      [
        message(1, "a", NOON),
        message(3, "me", NOON + MINUTE),
        message(4, "a", NOON + MINUTE),
        message(5, "a", NOON + MINUTE),
      ],
      "me",
      2,
    );
    expect(outline(rows)).toEqual(["day", "1", "3", "new", "4", "+5"]);
  });

  test("have no line where nothing is new", () => {
    expect(outline(rowsOf([message(1, "a", NOON)], "me", 1))).toEqual(["day", "1"]);
  });
});
