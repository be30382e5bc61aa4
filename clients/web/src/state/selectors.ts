/** Questions to the state, each answered from it alone. */

import { CLOSE_CODES, type Me, type MemberCard, type Room, type RoomPresence } from "hubbub";
import type { PendingMessage, State, Timeline } from "./model";

const NO_PENDING: readonly PendingMessage[] = [];

/** The caller, if somebody is signed in. */
export function meOf(state: State): Me | null {
  return state.caller.kind === "member" ? state.caller.me : null;
}

/** The rooms one belongs to, by name. Keep it with `useMemo` by `state.rooms`. */
export function myRooms(rooms: State["rooms"]): readonly Room[] {
  return [...rooms.values()]
    .filter((room) => room.standing !== null)
    .sort((one, other) => one.name.localeCompare(other.name) || (one.id < other.id ? -1 : 1));
}

/** The part of a stream that is known. */
export function timelineOf(state: State, stream: string): Timeline | null {
  return state.timelines.get(stream) ?? null;
}

/** One's own messages that are to be shown after the stream's. Keep it by `state.pending`. */
export function pendingIn(pending: State["pending"], stream: string): readonly PendingMessage[] {
  const shown = pending.filter((each) => each.stream === stream && !isShownAlready(each));
  return shown.length === 0 ? NO_PENDING : shown;
}

/** Whether the stream's own message stands in its place. */
function isShownAlready(pending: PendingMessage): boolean {
  return pending.phase === "pending" && pending.id !== null;
}

/** The members who write in a stream now, but oneself. Keep it by `state.typing`. */
export function typingIn(typing: State["typing"], stream: string): readonly string[] {
  return [...(typing.get(stream)?.keys() ?? [])];
}

/** Who is present in a room; null while nobody tells. */
export function presenceIn(state: State, stream: string): RoomPresence | null {
  return state.presence.get(stream) ?? null;
}

/** What is known of a member; null until their card came. */
export function memberOf(state: State, id: string): MemberCard | null {
  return state.members.get(id) ?? null;
}

/** The unread and mention counts of all rooms together. */
export function unreadInAll(rooms: State["rooms"]): { unread: number; mentions: number } {
  let unread = 0;
  let mentions = 0;
  for (const { standing } of rooms.values()) {
    unread += standing?.unread ?? 0;
    mentions += standing?.mentions ?? 0;
  }
  return { unread, mentions };
}

/** Whether another window took this one's place. */
export function isReplaced(state: State): boolean {
  return state.link.phase === "ended" && state.link.code === CLOSE_CODES.session_replaced.code;
}
