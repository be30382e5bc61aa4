/** What is between people, in words. */

import type { Beginning, NamedRoom, PeopleSettings } from "hubbub";

/** Why somebody may ask one, or one somebody: the line above a request. */
export function originLine(beginning: Beginning, side: "received" | "sent"): string {
  const { origin, room, introduced_by: by } = beginning;
  switch (origin) {
    case "room":
      return room ? `You both are in ${room.name}` : "You met in a room";
    case "introduction":
      return by ? `${by.display_name} introduced you` : "You were introduced";
    case "code":
      return side === "received" ? "Has your contact code" : "You had their contact code";
  }
}

/** Where a personal connection began. */
export function beganLine({ origin, room, introduced_by: by }: Beginning): string {
  switch (origin) {
    case "room":
      return room ? `It began in ${room.name}` : "It began in a room";
    case "introduction":
      return by ? `${by.display_name} introduced you` : "You were introduced";
    case "code":
      return "It began with a contact code";
  }
}

/** "bread", "bread and rye", "bread, rye and oats" */
export function roomNames(rooms: readonly NamedRoom[]): string {
  return new Intl.ListFormat("en").format(rooms.map(({ name }) => name));
}

/** How the words of two are balanced, as a sentence. */
export function balanceLine(name: string, fromMe: number, toMe: number): string {
  if (fromMe === 0 && toMe === 0) return "Nothing was said here in the last 30 days.";
  return `In the last 30 days you wrote ${wordsOf(fromMe)}, ${name} ${wordsOf(toMe)}.`;
}

function wordsOf(count: number): string {
  return count === 1 ? "1 word" : `${count.toLocaleString()} words`;
}

/** The ways in which one lets others ask. */
export const openingWords: Readonly<
  Record<NonNullable<PeopleSettings["openings"]>, { label: string; hint: string }>
> = {
  allowed: { label: "With a few words or without", hint: "As they like." },
  required: { label: "Only with a few words", hint: "Who asks has to say something." },
  off: { label: "Only without words", hint: "You see who asks and where you met, no text." },
};
