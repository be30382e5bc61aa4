import { withoutBlocked } from "./block-fold";
import type { PeopleFact } from "./facts";
import { withEntry, withoutEntry } from "./maps";
import type { State } from "./model";
import { withChannel } from "./places";

/** The state after what HTTP brings about personal connections. */
export function afterPeople(state: State, fact: PeopleFact): State {
  const { people } = state;
  switch (fact.kind) {
    case "direct_known":
      return withChannel(state, fact.channel);
    case "directs_known":
      return fact.channels.reduce(withChannel, { ...state, directsKnown: true });
    case "direct_lost":
      return {
        ...state,
        directs: withoutEntry(state.directs, fact.channel),
        timelines: withoutEntry(state.timelines, `direct:${fact.channel}`),
      };
    case "direct_hidden": {
      const { hidden } = fact;
      const channel = state.directs.get(fact.channel);
      if (channel === undefined) return state;
      return { ...state, directs: withEntry(state.directs, channel.id, { ...channel, hidden }) };
    }
    case "requests_known":
      return { ...state, people: { ...people, sent: fact.sent, received: fact.received } };
    case "introductions_known":
      return { ...state, people: { ...people, introductions: fact.introductions } };
    case "blocks_known": {
      const next: State = { ...state, people: { ...people, blocked: new Set(fact.members) } };
      return { ...next, timelines: withoutBlocked(next) };
    }
  }
}
