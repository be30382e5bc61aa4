/** Questions to the state, each answered from it alone. */

import {
  CLOSE_CODES,
  type DirectChannel,
  type Me,
  type MemberCard,
  type PresenceState,
  type Room,
  type RoomPresence,
} from "hubbub";
import type { PendingMessage, State, Timeline } from "./model";

const NO_PENDING: readonly PendingMessage[] = [];

/** The caller, if somebody is signed in. */
export function meOf(state: State): Me | null {
  return state.caller.kind === "member" ? state.caller.me : null;
}

/** The caller's id; empty if nobody is signed in. */
export function myId(state: State): string {
  return meOf(state)?.id ?? "";
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

/** What is unread in all rooms together, and how much calls for the member alone. */
export function unreadInAll({
  rooms,
  directs,
  people,
}: Pick<State, "rooms" | "directs" | "people">): { unread: number; calls: number } {
  let unread = 0;
  let calls = waitingForMe(people);
  for (const { standing } of rooms.values()) {
    unread += standing?.unread ?? 0;
    calls += standing?.mentions ?? 0;
  }
  for (const channel of directs.values()) calls += channel.unread;
  return { unread, calls };
}

/** Whether another window took this one's place. */
export function isReplaced(state: State): boolean {
  return state.link.phase === "ended" && state.link.code === CLOSE_CODES.session_replaced.code;
}

/** One's direct channels, the latest message first. Keep it with `useMemo` by `state.directs`. */
export function myDirects(directs: State["directs"]): readonly DirectChannel[] {
  const lastAt = (channel: DirectChannel): number => channel.last_message_at ?? channel.opened_at;
  return [...directs.values()].sort(
    (one, other) => lastAt(other) - lastAt(one) || (one.id < other.id ? -1 : 1),
  );
}

/** The direct channel with a member, open or ended; null if there never was one. */
export function directWith(directs: State["directs"], member: string): DirectChannel | null {
  for (const channel of directs.values()) if (channel.member.id === member) return channel;
  return null;
}

/** Whether the other of a direct channel is here; null if not, or if nobody tells. */
export function presenceOf(state: State, { stream, member }: DirectChannel): PresenceState | null {
  return state.presence.get(stream)?.members?.get(member.id) ?? null;
}

/** How many requests and introductions wait for one's answer. */
export function waitingForMe({ received, introductions }: State["people"]): number {
  return received.length + introductions.received.filter(({ accepted }) => !accepted).length;
}
