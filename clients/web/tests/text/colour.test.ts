import { expect, test } from "vitest";
import { readableOn } from "../../src/text/colour";

test("an initial is dark on a light colour and light on a dark one", () => {
  expect(readableOn("#ffe08a")).toBe("#000000");
  expect(readableOn("#17694f")).toBe("#ffffff");
});
