/** Numbers and lists in words. */

/** The length of a text as the hub counts it: in Unicode code points. */
export function lengthOf(text: string): number {
  return Array.from(text).length;
}

/** "1 member", "3 members" */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString()} ${count === 1 ? one : many}`;
}

/** Counts stop at 1,000 on the wire, which means that many or more. */
export function badgeText(count: number): string {
  return count > 999 ? "999+" : String(count);
}

/** "Anna is writing", "Anna and Ben are writing", "Several people are writing" */
export function whoIsWriting(names: readonly string[]): string {
  const [first, second] = names;
  if (first === undefined) return "";
  if (second === undefined) return `${first} is writing …`;
  if (names.length === 2) return `${first} and ${second} are writing …`;
  return "Several people are writing …";
}

/** Tags as one types them, "sourdough, rye", to a list. */
export function tagsIn(text: string): string[] {
  const tags = text
    .toLowerCase()
    .split(/[\s,#]+/)
    .filter((tag) => tag !== "");
  return [...new Set(tags)];
}

/** "One person asks to join", "3 people ask to join" */
export function whoAsks(count: number): string {
  return count === 1 ? "One person asks to join" : `${badgeText(count)} people ask to join`;
}
