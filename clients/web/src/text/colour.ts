/** Colours that members choose, made readable. */

/** Colours to choose from; any other will do too. */
export const suggestedColours: readonly string[] = [
  "#17694f",
  "#2f6f9f",
  "#7a4f9a",
  "#a8456b",
  "#b4552d",
  "#8a6d1c",
  "#4d6b2f",
  "#54606b",
];

/** Black or white, whichever reads better on a colour like `#17694f`. */
export function readableOn(colour: string): string {
  const channel = (at: number): number => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  };
  const luminance = 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
  // Where the contrast with black equals that with white (WCAG 2.2, relative luminance).
  return luminance > 0.179 ? "#000000" : "#ffffff";
}
