/** The reactions that lie at hand. */

/** Offered first. */
export const quickEmoji: readonly string[] = ["👍", "❤️", "😄"];

const WORDS: Readonly<Record<string, string>> = {
  "👍": "thumbs up",
  "❤️": "heart",
  "😄": "laughing",
  "🎉": "celebrate",
  "🙏": "thanks",
  "👀": "looking",
  "👎": "thumbs down",
  "🤔": "thinking",
  "😂": "tears of joy",
  "😮": "surprised",
  "😢": "sad",
  "🔥": "fire",
  "✅": "done",
  "❓": "question",
  "💡": "idea",
  "👏": "applause",
  "💪": "strength",
  "🌱": "seedling",
};

/** All that are offered. */
export const offeredEmoji: readonly string[] = Object.keys(WORDS);

/** What an emoji is called, or the emoji itself. */
export function emojiWord(emoji: string): string {
  return WORDS[emoji] ?? emoji;
}
