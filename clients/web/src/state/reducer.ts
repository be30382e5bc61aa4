/** `state × fact → state`: the one place where the state changes. */

import type { Event, Room } from "hubbub";
import type { CallerFact, Fact, FetchFact, LinkFact, WritingFact } from "./facts";
import { answersAfter } from "./door-answers";
import { withEntry, withoutEntry } from "./maps";
import { NOTHING_KNOWN, type State } from "./model";
import { accepted, echoed, refused, retried, withoutArrived } from "./outgoing";
import { readUpTo, roomAfter } from "./room-fold";
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
    case "message_written":
    case "message_accepted":
    case "message_refused":
    case "message_retried":
    case "message_discarded":
    case "draft_changed":
      return afterWriting(state, fact);
  }
}

/** The id of the room that a stream is of; null for an inbox. */
export function roomOfStream(stream: string): string | null {
  return stream.startsWith("room:") ? stream.slice("room:".length) : null;
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
      return changingRoom(state, fact.stream, (room) =>
        readUpTo(room, fact.seq, state.timelines.get(fact.stream) ?? null, myId(state)),
      );
    case "stream_reset":
      return {
        // Whatever is fetched from now on is newer, whatever its `head`.
        ...changingRoom(state, fact.stream, (room) => ({ ...room, head: 0 })),
        timelines: withoutEntry(state.timelines, fact.stream),
      };
  }
}

function afterEvent(state: State, event: Event): State {
  const placed = withDoors(withPlace(state, event.stream, event.seq, event), event);
  if (event.kind !== "message_sent") return placed;
  const typing = typingEnded(placed.typing, event.stream, event.actor);
  const isOwn = event.actor === myId(state);
  return { ...placed, typing, pending: isOwn ? echoed(placed.pending, event) : placed.pending };
}

/** Note what the inbox tells of those who ask to join, and of one's own asking. */
function withDoors(state: State, event: Event): State {
  const answers = answersAfter(state.answers, event, myId(state));
  const isAsking = event.kind === "join_requested" || event.kind === "join_request_closed";
  const askings = isAsking ? withEntry(state.askings, event.room, event.seq) : state.askings;
  const isSame = answers === state.answers && askings === state.askings;
  return isSame ? state : { ...state, answers, askings };
}

/** Apply an event to the room and the timeline of its stream, or only count its place. */
function withPlace(state: State, stream: string, seq: number, event: Event | null): State {
  const moved = changingRoom(state, stream, (room) =>
    event === null
      ? { ...room, head: Math.max(room.head, seq) }
      : roomAfter(room, event, myId(state)),
  );
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
      const head = state.rooms.get(roomOfStream(stream) ?? "")?.head ?? 0;
      const asked = asking(timeline ?? emptyTimeline(head), fact.side);
      return { ...state, timelines: withEntry(state.timelines, stream, asked) };
    }
    case "page_loaded": {
      if (timeline?.loading !== fact.side) return state; // asked for something else meanwhile
      const loaded = withPage(timeline, fact.side, fact.page);
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

function afterWriting(state: State, fact: WritingFact): State {
  const { pending } = state;
  switch (fact.kind) {
    case "message_written":
      return { ...state, pending: [...pending, fact.message] };
    case "message_accepted": {
      const stream = pending.find((each) => each.key === fact.key)?.stream ?? "";
      const next = accepted(pending, fact.key, fact.id, fact.seq);
      return reconciled({ ...state, pending: next }, stream);
    }
    case "message_refused":
      return { ...state, pending: refused(pending, fact.key, fact.failure) };
    case "message_retried":
      return { ...state, pending: retried(pending, fact.key) };
    case "message_discarded":
      return { ...state, pending: pending.filter((each) => each.key !== fact.key) };
    case "draft_changed":
      return {
        ...state,
        drafts:
          fact.draft === null
            ? withoutEntry(state.drafts, fact.stream)
            : withEntry(state.drafts, fact.stream, fact.draft),
      };
  }
}

/** Drop one's pending messages that the stream has brought by now. */
function reconciled(state: State, stream: string): State {
  if (state.pending.length === 0) return state;
  const room = state.rooms.get(roomOfStream(stream) ?? "");
  const asOf = state.timelines.get(stream)?.asOf ?? room?.head ?? 0;
  const pending = withoutArrived(state.pending, stream, asOf);
  return pending === state.pending ? state : { ...state, pending };
}

/** Know a room as fetched, unless the stream has brought it further; markers never go back. */
function withRoom(state: State, room: Room): State {
  const known = state.rooms.get(room.id);
  if (known !== undefined && known.head > room.head) return state;
  const read = known?.standing?.read ?? 0;
  const timeline = state.timelines.get(room.stream) ?? null;
  const newest = readUpTo(room, read, timeline, myId(state));
  return reconciled({ ...state, rooms: withEntry(state.rooms, room.id, newest) }, room.stream);
}

function changingRoom(state: State, stream: string, change: (room: Room) => Room): State {
  const room = state.rooms.get(roomOfStream(stream) ?? "");
  if (room === undefined) return state;
  const changed = change(room);
  return changed === room ? state : { ...state, rooms: withEntry(state.rooms, room.id, changed) };
}

function myId(state: State): string {
  return state.caller.kind === "member" ? state.caller.me.id : "";
}
