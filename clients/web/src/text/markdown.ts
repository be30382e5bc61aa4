/** Markdown to a tree: the safe subset that messages are written in. */

import type { Nodes, Root } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmAutolinkLiteralFromMarkdown } from "mdast-util-gfm-autolink-literal";
import { gfmStrikethroughFromMarkdown } from "mdast-util-gfm-strikethrough";
import { gfmAutolinkLiteral } from "micromark-extension-gfm-autolink-literal";
import { gfmStrikethrough } from "micromark-extension-gfm-strikethrough";

// HTML is text like any other. The rest surprises people who only chat: a line of dashes that
// turns the line above into a heading, four spaces that make code, a swallowed "[a]: b".
const unwanted = ["htmlFlow", "htmlText", "setextUnderline", "codeIndented", "definition"];

const extensions = [
  gfmAutolinkLiteral(),
  gfmStrikethrough({ singleTilde: false }),
  { disable: { null: unwanted } },
];
const mdastExtensions = [gfmAutolinkLiteralFromMarkdown(), gfmStrikethroughFromMarkdown()];

/** Parse a message's body. */
export function parseMarkdown(body: string): Root {
  return fromMarkdown(body, { extensions, mdastExtensions });
}

/** A body in one line without its marks, as it is quoted. */
export function gistOf(body: string): string {
  return wordsOf(parseMarkdown(body)).replace(/\s+/g, " ").trim();
}

function wordsOf(node: Nodes): string {
  if ("value" in node) return node.value;
  if (!("children" in node)) return node.type === "image" ? (node.alt ?? "") : " ";
  const between = node.children.some((child) => child.type === "paragraph") ? " " : "";
  return node.children.map(wordsOf).join(between);
}

const SAFE_PROTOCOLS = new Set(["http:", "https:", "mailto:"]);

/** The address if a link may lead there, else null. */
export function safeAddress(url: string): string | null {
  try {
    return SAFE_PROTOCOLS.has(new URL(url).protocol) ? url : null;
  } catch {
    return null;
  }
}

const ONLY_EMOJI = new RegExp("^(?:\\p{RGI_Emoji}\\s*){1,4}$", "v");

/** Whether a body is nothing but a few emoji, which are then shown large. */
export function isOnlyEmoji(body: string): boolean {
  return body.length <= 64 && ONLY_EMOJI.test(body.trim());
}
