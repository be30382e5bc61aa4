import type { Nodes } from "mdast";
import { describe, expect, test } from "vitest";
import { gistOf, isOnlyEmoji, parseMarkdown, safeAddress } from "../../src/text/markdown";

function kindsIn(body: string): string[] {
  const kinds: string[] = [];
  const visit = (node: Nodes): void => {
    kinds.push(node.type);
    if ("children" in node) node.children.forEach(visit);
  };
  visit(parseMarkdown(body));
  return kinds;
}

describe("a message's Markdown", () => {
  test.each([
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "a <b>bold</b> claim",
    "<!-- hidden -->",
  ])("knows no HTML in %s", (body) => {
    expect(kindsIn(body)).not.toContain("html");
    expect(gistOf(body)).toBe(body);
  });

  test("does not turn the line above dashes into a heading", () => {
    expect(kindsIn("Milk\n---")).not.toContain("heading");
  });

  test("swallows no line that looks like a link's definition", () => {
    expect(gistOf("[a]: https://example.org")).toContain("[a]:");
  });

  test("knows struck words, lists, code and bare links", () => {
    expect(kindsIn("~~old~~")).toContain("delete");
    expect(kindsIn("- rye")).toContain("listItem");
    expect(kindsIn("```\nrye\n```")).toContain("code");
    expect(kindsIn("see https://example.org now")).toContain("link");
  });
});

describe("a link", () => {
  test.each(["https://example.org/", "http://example.org", "mailto:a@example.org"])(
    "may lead to %s",
    (url) => {
      expect(safeAddress(url)).toBe(url);
    },
  );

  test.each(["javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "//x", "file:///x"])(
    "may not lead to %s",
    (url) => {
      expect(safeAddress(url)).toBeNull();
    },
  );
});

test("a gist is one line without marks", () => {
  expect(gistOf("**Proof** it\n\nfor `nine` hours")).toBe("Proof it for nine hours");
});

test("only a few emoji by themselves are shown large", () => {
  expect(isOnlyEmoji("🎉 👍🏽")).toBe(true);
  expect(isOnlyEmoji("🎉 hurray")).toBe(false);
  expect(isOnlyEmoji("12")).toBe(false);
});
