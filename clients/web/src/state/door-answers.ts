/** What became of one's asking to join rooms, as one's inbox tells it. */

import type { Event } from "hubbub";
import { withEntry } from "./maps";

/** The latest word between the member and the hosts of a room. */
export interface DoorAnswer {
  /** `asked`: the member has asked, so that no older answer counts. */
  readonly outcome: "asked" | "admitted" | "refused";
  /** What a refused one is told; may be empty. */
  readonly word: string;
  /** When, in microseconds since 1970. */
  readonly at: number;
  /** The place in the inbox. */
  readonly seq: number;
  /** Whether it was told while the member was away, and read up afterwards. */
  readonly isPast: boolean;
}

/** By room. */
export type DoorAnswers = ReadonlyMap<string, DoorAnswer>;

/** The answers after an event of the inbox; `me` is the member's id. Older ones change nothing. */
export function answersAfter(
  answers: DoorAnswers,
  event: Event,
  me: string,
  isPast = false,
): DoorAnswers {
  const told = answerIn(event, me);
  if (told === null) return answers;
  if ((answers.get(told.room)?.seq ?? 0) >= event.seq) return answers;
  const { outcome, word } = told;
  return withEntry(answers, told.room, { outcome, word, at: event.at, seq: event.seq, isPast });
}

function answerIn(
  event: Event,
  me: string,
): (Pick<DoorAnswer, "outcome" | "word"> & { room: string }) | null {
  switch (event.kind) {
    case "join_requested":
      return event.member === me ? { room: event.room, outcome: "asked", word: "" } : null;
    case "join_request_refused":
      return { room: event.room, outcome: "refused", word: event.word ?? "" };
    case "room_joined":
      // By one's own deed there is nothing to tell, and nothing older to tell either.
      return { room: event.room, outcome: event.actor === me ? "asked" : "admitted", word: "" };
    default:
      return null;
  }
}

/** How far into the inbox its answers were said. */
export interface Said {
  /** By this page. */
  readonly here: number;
  /** By any page of this device; null if nothing ever was. */
  readonly onDevice: number | null;
}

/**
 * The answers that are to be said and worth a word. What comes live is said in every window, for
 * nobody knows which of them is looked at; what is past is said once on a device, and not where
 * nothing was ever said, for nobody knows what of it was read elsewhere.
 */
export function unsaid(
  answers: DoorAnswers,
  said: Said,
): readonly (readonly [room: string, answer: DoorAnswer])[] {
  return [...answers].filter(([, { outcome, seq, isPast }]) => {
    const upTo = isPast ? Math.max(said.here, said.onDevice ?? Infinity) : said.here;
    return outcome !== "asked" && seq > upTo;
  });
}
