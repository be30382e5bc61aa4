import { expect, test } from "vitest";
import { ago, dayName } from "../../src/text/time";

const HOUR_MS = 3_600_000;
const now = new Date(2026, 2, 10, 12, 0).getTime();

test("the last two days have names of their own", () => {
  expect(dayName(now * 1000, now)).toBe("Today");
  expect(dayName((now - 13 * HOUR_MS) * 1000, now)).toBe("Yesterday");
});

test("an older day of this year goes without the year", () => {
  expect(dayName((now - 100 * HOUR_MS) * 1000, now)).not.toContain("2026");
  expect(dayName((now - 9000 * HOUR_MS) * 1000, now)).toContain("2025");
});

test("a moment ago is just now", () => {
  expect(ago((now - 30_000) * 1000, now)).toBe("just now");
  expect(ago((now - 3 * HOUR_MS) * 1000, now)).toBe("3 hours ago");
});

test("a hub's clock that runs ahead does not lead into the future", () => {
  expect(ago((now + HOUR_MS) * 1000, now)).toBe("just now");
});
