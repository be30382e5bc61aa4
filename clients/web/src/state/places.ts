/** Rooms and direct channels in the state: what both are, for one who talks there. */

import type { DirectChannel, Room } from "hubbub";
import { channelReadUpTo } from "./direct-fold";
import { withEntry } from "./maps";
import type { State } from "./model";
import { withoutArrived } from "./outgoing";
import { readUpTo } from "./room-fold";
import { myId } from "./selectors";
import { channelOfStream, roomOfStream } from "./streams";

interface Change {
  readonly room: (room: Room) => Room;
  readonly channel: (channel: DirectChannel) => DirectChannel;
}

/** Change what a stream is of, if that is known. */
export function changingPlace(state: State, stream: string, change: Change): State {
  const room = state.rooms.get(roomOfStream(stream) ?? "");
  if (room !== undefined) {
    const changed = change.room(room);
    return changed === room ? state : { ...state, rooms: withEntry(state.rooms, room.id, changed) };
  }
  const channel = state.directs.get(channelOfStream(stream) ?? "");
  if (channel === undefined) return state;
  const changed = change.channel(channel);
  if (changed === channel) return state;
  return { ...state, directs: withEntry(state.directs, channel.id, changed) };
}

/** How far the stream of a room or a direct channel is known; 0 if it is not. */
export function headOf(state: State, stream: string): number {
  const room = state.rooms.get(roomOfStream(stream) ?? "");
  return (room ?? state.directs.get(channelOfStream(stream) ?? ""))?.head ?? 0;
}

/** Know a room as fetched, unless the stream has brought it further; markers never go back. */
export function withRoom(state: State, room: Room): State {
  const known = state.rooms.get(room.id);
  if (known !== undefined && known.head > room.head) return state;
  const read = known?.standing?.read ?? 0;
  const timeline = state.timelines.get(room.stream) ?? null;
  const newest = readUpTo(room, read, timeline, myId(state));
  return reconciled({ ...state, rooms: withEntry(state.rooms, room.id, newest) }, room.stream);
}

/** The same for a direct channel. */
export function withChannel(state: State, channel: DirectChannel): State {
  const known = state.directs.get(channel.id);
  const timeline = state.timelines.get(channel.stream) ?? null;
  const isBehind = known !== undefined && known.head > channel.head;
  const newest = isBehind
    ? known
    : channelReadUpTo(channel, known?.read ?? 0, timeline, myId(state));
  const next: State = {
    ...state,
    directs: withEntry(state.directs, channel.id, newest),
    members: withEntry(state.members, channel.member.id, channel.member),
  };
  return reconciled(next, channel.stream);
}

/** Drop one's pending messages that the stream has brought by now. */
export function reconciled(state: State, stream: string): State {
  if (state.pending.length === 0) return state;
  const asOf = state.timelines.get(stream)?.asOf ?? headOf(state, stream);
  const pending = withoutArrived(state.pending, stream, asOf);
  return pending === state.pending ? state : { ...state, pending };
}
