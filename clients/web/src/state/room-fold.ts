/** What an event of a room's stream makes of the room, as the caller sees it. */

import type { Event, Message, Room } from "hubbub";
import type { Timeline } from "./model";
import { atMostCeiling, unreadBehind } from "./unread";

type Standing = NonNullable<Room["standing"]>;

/** The room after an event of its stream; `me` is the caller's id. Older ones change nothing. */
export function roomAfter(room: Room, event: Event, me: string): Room {
  if (event.seq <= room.head) return room;
  return { ...room, ...roomChanges(room, event, me), head: event.seq };
}

function roomChanges(room: Room, event: Event, me: string): Partial<Room> {
  switch (event.kind) {
    case "message_sent":
      return { last_message_at: event.at, standing: withUnread(room.standing, event, me) };
    case "room_created":
    case "room_edited":
      return {
        name: event.name,
        purpose: event.purpose,
        access: event.access,
        look: event.look,
      };
    case "room_archived":
      return { state: "archived" };
    case "room_restored":
      return { state: "active" };
    case "member_joined":
      return { members: room.members + 1 };
    case "member_left":
    case "member_removed":
    case "member_banned":
      return departureChanges(room, event.member === me);
    case "role_changed":
      if (event.member !== me || room.standing === null) return {};
      return { standing: { ...room.standing, role: event.role } };
    default:
      return {};
  }
}

function departureChanges(room: Room, isOwn: boolean): Partial<Room> {
  const members = Math.max(0, room.members - 1);
  return isOwn ? { members, standing: null } : { members };
}

function withUnread(
  standing: Standing | null,
  event: Extract<Event, { kind: "message_sent" }>,
  me: string,
): Standing | null {
  if (standing === null || event.actor === me || event.deleted || event.seq <= standing.read) {
    return standing;
  }
  const isMentioned = (event.mentions_room ?? false) || (event.mentions ?? []).includes(me);
  return {
    ...standing,
    unread: atMostCeiling(standing.unread + 1),
    mentions: isMentioned ? atMostCeiling(standing.mentions + 1) : standing.mentions,
  };
}

/**
 * The room with the marker raised. The counts are exact where the known messages tell them, and
 * else stay as they are until the room is fetched anew: see {@link unreadBehind}.
 */
export function readUpTo(room: Room, seq: number, timeline: Timeline | null, me: string): Room {
  const { standing } = room;
  if (standing === null || seq <= standing.read) return room;
  const unread = unreadBehind(room.head, seq, timeline, me);
  if (unread === null) return { ...room, standing: { ...standing, read: seq } };
  return {
    ...room,
    standing: {
      ...standing,
      read: seq,
      unread: atMostCeiling(unread.length),
      mentions: atMostCeiling(unread.filter((message) => isMention(message, me)).length),
    },
  };
}

function isMention(message: Message, me: string): boolean {
  return message.mentions_room || message.mentions.includes(me);
}
