/** `state × fact → state`: the one place where the state changes. */

import type { Event, MessagePage, Room } from "hubbub";
import { afterPeople } from "./after-people";
import { afterWriting } from "./after-writing";
import { isAuthored, isBlockedIn, messagesWithout, withoutBlocked } from "./block-fold";
import { channelAfter, channelReadUpTo } from "./direct-fold";
import { answersAfter } from "./door-answers";
import type { CallerFact, Fact, FetchFact, LinkFact } from "./facts";
import { withEntry, withoutEntry } from "./maps";
import { NOTHING_KNOWN, type State } from "./model";
import { echoed } from "./outgoing";
import { peopleAfter } from "./people-fold";
import { changingPlace, headOf, reconciled, withRoom } from "./places";
import { readUpTo, roomAfter } from "./room-fold";
import { myId } from "./selectors";
import { advanced, asking, emptyTimeline, pageFailed, withPage } from "./timeline";
import { typingEnded, typingNow, typingSeen } from "./typing";

/** The state after a fact. */
export function reduce(state: State, fact: Fact): State {
  switch (fact.kind) {
    case "community_known":
    case "caller_known":
    case "signed_out":
      return afterCaller(state, fact);
    case "link_changed":
    case "event_received":
    case "place_skipped":
    case "typing_seen":
    case "time_passed":
    case "presence_changed":
    case "presence_lost":
    case "read_moved":
    case "stream_reset":
      return afterLink(state, fact);
    case "room_known":
    case "my_rooms_known":
    case "room_lost":
    case "inbox_past_known":
    case "members_known":
    case "page_asked":
    case "page_loaded":
    case "page_failed":
      return afterFetch(state, fact);
    case "direct_known":
    case "directs_known":
    case "direct_lost":
    case "direct_hidden":
    case "requests_known":
    case "introductions_known":
    case "blocks_known":
      return afterPeople(state, fact);
    case "message_written":
    case "message_accepted":
    case "message_refused":
    case "message_retried":
    case "message_discarded":
    case "draft_changed":
      return afterWriting(state, fact);
  }
}

function afterCaller(state: State, fact: CallerFact): State {
  switch (fact.kind) {
    case "community_known":
      return { ...state, community: fact.community };
    case "caller_known":
      return {
        ...state,
        caller: { kind: "member", me: fact.me },
        members: withEntry(state.members, fact.me.id, fact.me),
      };
    case "signed_out":
      return {
        ...NOTHING_KNOWN,
        community: state.community,
        caller: { kind: "nobody", reason: fact.reason },
      };
  }
}

function afterLink(state: State, fact: LinkFact): State {
  switch (fact.kind) {
    case "link_changed":
      return { ...state, link: fact.link };
    case "event_received":
      return afterEvent(state, fact.event);
    case "place_skipped":
      return withPlace(state, fact.stream, fact.seq, null);
    case "typing_seen":
      if (fact.member === myId(state)) return state;
      return { ...state, typing: typingSeen(state.typing, fact.stream, fact.member, fact.now) };
    case "time_passed":
      return { ...state, typing: typingNow(state.typing, fact.now) };
    case "presence_changed": {
      const { presence } = fact;
      return { ...state, presence: withEntry(state.presence, presence.stream, presence) };
    }
    case "presence_lost":
      return { ...state, presence: withoutEntry(state.presence, fact.stream) };
    case "read_moved":
      return afterReading(state, fact.stream, fact.seq);
    case "stream_reset":
      return {
        // Whatever is fetched from now on is newer, whatever its `head`.
        ...changingPlace(state, fact.stream, {
          room: (room) => ({ ...room, head: 0 }),
          channel: (channel) => ({ ...channel, head: 0 }),
        }),
        timelines: withoutEntry(state.timelines, fact.stream),
      };
  }
}

function afterReading(state: State, stream: string, seq: number): State {
  const timeline = state.timelines.get(stream) ?? null;
  const me = myId(state);
  return changingPlace(state, stream, {
    room: (room) => readUpTo(room, seq, timeline, me),
    channel: (channel) => channelReadUpTo(channel, seq, timeline, me),
  });
}

function afterEvent(state: State, event: Event): State {
  const isHidden = isAuthored(event) && isBlockedIn(state, event.stream, event.actor);
  if (isHidden) return withPlace(state, event.stream, event.seq, null);
  const placed = withInbox(withPlace(state, event.stream, event.seq, event), event);
  if (event.kind !== "message_sent") return placed;
  const typing = typingEnded(placed.typing, event.stream, event.actor);
  const isOwn = event.actor === myId(state);
  return { ...placed, typing, pending: isOwn ? echoed(placed.pending, event) : placed.pending };
}

/** Note what the inbox tells: of those who ask to join, of one's own asking, of people. */
function withInbox(state: State, event: Event): State {
  const answers = answersAfter(state.answers, event, myId(state));
  const isAsking = event.kind === "join_requested" || event.kind === "join_request_closed";
  const askings = isAsking ? withEntry(state.askings, event.room, event.seq) : state.askings;
  const people = peopleAfter(state.people, event, myId(state));
  const isSame = answers === state.answers && askings === state.askings && people === state.people;
  if (isSame) return state;
  const told = { ...state, answers, askings, people };
  if (event.kind !== "member_blocked") return told;
  return { ...told, timelines: withoutBlocked(told) };
}

/** Apply an event to what its stream is of and to its timeline, or only count its place. */
function withPlace(state: State, stream: string, seq: number, event: Event | null): State {
  const me = myId(state);
  const moved = changingPlace(state, stream, {
    room: (room) =>
      event === null ? { ...room, head: Math.max(room.head, seq) } : roomAfter(room, event, me),
    channel: (channel) =>
      event === null
        ? { ...channel, head: Math.max(channel.head, seq) }
        : channelAfter(channel, event, me),
  });
  const timeline = moved.timelines.get(stream);
  const timelines =
    timeline === undefined
      ? moved.timelines
      : withEntry(moved.timelines, stream, advanced(timeline, seq, event));
  return reconciled({ ...moved, timelines }, stream);
}

function afterFetch(state: State, fact: FetchFact): State {
  switch (fact.kind) {
    case "room_known":
      return withRoom(state, fact.room);
    case "my_rooms_known": {
      const mine = new Set(fact.rooms.map((room) => room.id));
      const others = [...state.rooms].map(([id, room]): [string, Room] => [
        id,
        mine.has(id) ? room : { ...room, standing: null },
      ]);
      const before: State = { ...state, rooms: new Map(others), roomsKnown: true };
      return fact.rooms.reduce(withRoom, before);
    }
    case "room_lost":
      return {
        ...state,
        rooms: withoutEntry(state.rooms, fact.room),
        timelines: withoutEntry(state.timelines, `room:${fact.room}`),
      };
    case "inbox_past_known":
      return {
        ...state,
        answers: fact.events.reduce(
          (answers, event) => answersAfter(answers, event, myId(state), true),
          state.answers,
        ),
      };
    case "members_known": {
      const members = new Map(state.members);
      for (const member of fact.members) members.set(member.id, member);
      return { ...state, members };
    }
    case "page_asked":
    case "page_loaded":
    case "page_failed":
      return afterPage(state, fact);
  }
}

function afterPage(state: State, fact: Extract<FetchFact, { kind: `page_${string}` }>): State {
  const stream = fact.kind === "page_loaded" ? fact.page.stream : fact.stream;
  const timeline = state.timelines.get(stream);
  switch (fact.kind) {
    case "page_asked": {
      const asked = asking(timeline ?? emptyTimeline(headOf(state, stream)), fact.side);
      return { ...state, timelines: withEntry(state.timelines, stream, asked) };
    }
    case "page_loaded": {
      if (timeline?.loading !== fact.side) return state; // asked for something else meanwhile
      const loaded = withPage(timeline, fact.side, withoutHidden(state, fact.page));
      const known = afterFetch(state, { kind: "members_known", members: fact.page.members });
      const timelines = withEntry(state.timelines, stream, loaded);
      return reconciled({ ...known, timelines }, stream);
    }
    case "page_failed":
      if (timeline === undefined) return state;
      return {
        ...state,
        timelines: withEntry(state.timelines, stream, pageFailed(timeline, fact.failure)),
      };
  }
}

/** A page that was asked for before a block may hold what is blocked now. */
function withoutHidden(state: State, page: MessagePage): MessagePage {
  const isGone = (member: string): boolean => isBlockedIn(state, page.stream, member);
  return { ...page, messages: messagesWithout(page.messages, isGone) };
}
