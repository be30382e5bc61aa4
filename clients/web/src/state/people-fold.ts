/** What is known of requests, introductions and blocks, and what the inbox makes of it. */

import type { Event, IntroductionList, ReceivedRequest, SentRequest } from "hubbub";
import { withEntry } from "./maps";

/** What a list of people is about: it is fetched anew when the inbox tells of it. */
export type PeopleTopic =
  "requests" | "connections" | "blocks" | "introductions" | "suggestions" | "settings" | "reports";

/** Something that one is told in words as it happens. */
export interface PeopleNews {
  /** The place in the inbox. */
  readonly seq: number;
  readonly what: "asked" | "connected" | "ended" | "introduced" | "reported";
  /** With whom one is connected, or no longer; empty where no name is told. */
  readonly member: string;
}

export interface People {
  /** One's own requests that are pending. */
  readonly sent: readonly SentRequest[];
  /** Those that wait for one's answer, the latest first, as far as they are counted. */
  readonly received: readonly ReceivedRequest[];
  readonly introductions: IntroductionList;
  /** The ids of those whom one has blocked. */
  readonly blocked: ReadonlySet<string>;
  /** By topic: the inbox's latest event about it. */
  readonly turns: ReadonlyMap<PeopleTopic, number>;
  /** The latest of what happened, in order. */
  readonly news: readonly PeopleNews[];
}

export const NOBODY_KNOWN: People = {
  sent: [],
  received: [],
  introductions: { received: [], made: [] },
  blocked: new Set(),
  turns: new Map(),
  news: [],
};

const KEPT_NEWS = 20;

/** What an event of the inbox is about. A block stops introductions and suggestions, unsaid. */
export function topicsOf(event: Event): readonly PeopleTopic[] {
  switch (event.kind) {
    case "connection_requested":
    case "connection_request_answered":
    case "connection_request_closed":
      return ["requests"];
    case "personal_connection_opened":
    case "personal_connection_ended":
      return ["connections"];
    case "member_blocked":
    case "member_unblocked":
      return ["blocks", "requests", "introductions", "suggestions"];
    case "introduction_made":
    case "introduction_answered":
    case "introduction_closed":
      return ["introductions"];
    case "suggestions_changed":
      return ["suggestions"];
    case "people_settings_changed":
      return ["settings", "suggestions"];
    case "report_made":
      return ["reports"];
    default:
      return [];
  }
}

/** People after an event of the inbox; `me` is the member's id. */
export function peopleAfter(people: People, event: Event, me: string): People {
  const topics = topicsOf(event);
  if (topics.length === 0) return people;
  const turns = topics.reduce<People["turns"]>(
    (before, topic) => withEntry(before, topic, event.seq),
    people.turns,
  );
  const told = newsIn(event, me);
  const news = told === null ? people.news : [...people.news, told].slice(-KEPT_NEWS);
  return { ...people, turns, news, blocked: blockedAfter(people.blocked, event) };
}

function blockedAfter(blocked: People["blocked"], event: Event): People["blocked"] {
  switch (event.kind) {
    case "member_blocked":
      return new Set(blocked).add(event.member);
    case "member_unblocked": {
      const left = new Set(blocked);
      left.delete(event.member);
      return left;
    }
    default:
      return blocked;
  }
}

function newsIn(event: Event, me: string): PeopleNews | null {
  const { seq } = event;
  switch (event.kind) {
    case "connection_requested":
      // Of the sender nothing is told before one looks.
      return event.receiver === me ? { seq, what: "asked", member: "" } : null;
    case "personal_connection_opened":
      return { seq, what: "connected", member: event.member };
    case "personal_connection_ended":
      return event.actor === me ? null : { seq, what: "ended", member: event.member };
    case "introduction_made":
      return event.actor === me ? null : { seq, what: "introduced", member: "" };
    case "report_made":
      return { seq, what: "reported", member: "" };
    default:
      return null;
  }
}
