/** Codes of invitations and contact codes, and the links that carry them. */

/** The link of an invitation. What stands behind `#` never reaches a server, nor its log. */
export function invitationLink(origin: string, code: string): string {
  return `${origin}/invite#${code}`;
}

/** The link of a contact code; the same. */
export function contactLink(origin: string, code: string): string {
  return `${origin}/contact#${code}`;
}

/** The code in what one has typed or pasted: a code alone, or a whole link. */
export function codeIn(text: string): string {
  const behindMark = text.slice(text.lastIndexOf("#") + 1);
  return withoutEscapes(behindMark).trim();
}

/** Programs that pass links on may have escaped what stands behind `#`. */
function withoutEscapes(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a stray %: the hub will say that there is no such code
  }
}
