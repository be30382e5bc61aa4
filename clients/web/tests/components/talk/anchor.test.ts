import { describe, expect, test } from "vitest";
import { carriedAlong, type Standing } from "../../../src/components/talk/anchor";

/** At the end of 2,000 pixels, of which 500 are in sight. */
const AT_END: Standing = {
  whole: 2000,
  sight: 500,
  scrolled: 1500,
  lastRow: { seq: "60", top: 440 },
};
const FURTHER_UP: Standing = { ...AT_END, scrolled: 700, lastRow: { seq: "60", top: 1240 } };
const ROW = { seq: "30", top: 20 };

describe("the anchor of a talk", () => {
  test("stays the end while nobody scrolls, whatever came", () => {
    expect(carriedAlong("end", AT_END, { ...AT_END, whole: 2100 }, true)).toBe("end");
  });

  test("is no longer the end when somebody scrolled up meanwhile, but keeps their distance", () => {
    const now = { ...AT_END, whole: 2100, scrolled: 600 };
    expect(carriedAlong("end", AT_END, now, true)).toEqual({ seq: "60", top: 1340 });
  });

  test("stays the end after a scroll so small that one still stands there", () => {
    expect(carriedAlong("end", AT_END, { ...AT_END, scrolled: 1460 }, true)).toBe("end");
  });

  test("is a row that went as far as was scrolled", () => {
    const now = { ...FURTHER_UP, whole: 2100, scrolled: 650 };
    expect(carriedAlong(ROW, FURTHER_UP, now, true)).toEqual({ seq: "30", top: 70 });
  });

  test("becomes the end for who scrolled to where the end was", () => {
    const now = { ...FURTHER_UP, whole: 2100, scrolled: 1500 };
    expect(carriedAlong(ROW, FURTHER_UP, now, true)).toBe("end");
    expect(carriedAlong(ROW, FURTHER_UP, now, false)).toEqual({ seq: "30", top: -780 });
  });

  test("is not moved by a browser that has less to scroll over", () => {
    const now = { ...FURTHER_UP, whole: 1100, scrolled: 600 };
    expect(carriedAlong(ROW, FURTHER_UP, now, false)).toBe(ROW);
    expect(carriedAlong("end", AT_END, now, true)).toBe("end");
    const empty = { whole: 500, sight: 500, scrolled: 0, lastRow: null };
    expect(carriedAlong(ROW, FURTHER_UP, empty, true)).toBe(ROW);
  });

  test("stays the end that is still being fetched, wherever one scrolls", () => {
    expect(carriedAlong("end", AT_END, { ...AT_END, scrolled: 100 }, false)).toBe("end");
  });
});
