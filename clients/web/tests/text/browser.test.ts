import { expect, test } from "vitest";
import { thisBrowser } from "../../src/text/browser";

test("a browser is named for itself, not for those it descends from", () => {
  const edge =
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) " +
    "Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0";
  expect(thisBrowser(edge)).toBe("Edge on Windows");
});

test("an unknown browser still has a name", () => {
  expect(thisBrowser("curl")).toBe("A browser on another system");
});
