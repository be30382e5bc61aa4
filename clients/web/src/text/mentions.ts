/** Finding `@names` in what is written. */

/** A run of text, or the name behind an `@`. */
export interface MentionPiece {
  text: string;
  name: string | null;
}

const MENTION = /(?<![\p{L}\p{N}._@/-])@([a-z0-9][a-z0-9._-]{1,31})/giu;

/** Cut text at those of its `@names` that are in `names` (lower case). */
export function cutAtMentions(text: string, names: ReadonlySet<string>): MentionPiece[] {
  const pieces: MentionPiece[] = [];
  let end = 0;
  for (const found of text.matchAll(MENTION)) {
    const name = longestKnown((found[1] ?? "").toLowerCase(), names);
    if (name === null) continue;
    if (found.index > end) pieces.push({ text: text.slice(end, found.index), name: null });
    end = found.index + 1 + name.length;
    pieces.push({ text: text.slice(found.index, end), name });
  }
  if (end < text.length) pieces.push({ text: text.slice(end), name: null });
  return pieces;
}

/** A sentence's full stop may follow a name that may itself hold full stops. */
function longestKnown(written: string, names: ReadonlySet<string>): string | null {
  let name = written;
  while (!names.has(name)) {
    if (!/[._-]$/.test(name)) return null;
    name = name.slice(0, -1);
  }
  return name;
}

/** The `@word` that the caret stands at the end of. */
export interface MentionAtCaret {
  start: number;
  query: string;
}

/** Find the `@word` before the caret, or null if one is not writing one. */
export function mentionAtCaret(text: string, caret: number): MentionAtCaret | null {
  const found = /(?:^|[\s(])@([\p{L}\p{N}._-]{0,32})$/u.exec(text.slice(0, caret));
  if (found === null) return null;
  const query = found[1] ?? "";
  return { start: caret - query.length - 1, query };
}
