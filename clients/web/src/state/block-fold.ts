/** What a block takes out of rooms. The hub filters what it sends; here goes what was held. */

import type { Event, Message, Room } from "hubbub";
import type { State, Timeline } from "./model";
import { roomOfStream } from "./streams";

/** Whether what a member writes into a room is not shown to the caller, who blocks them. */
export function isBlockedIn(state: State, stream: string, author: string): boolean {
  if (!state.people.blocked.has(author)) return false;
  const room = state.rooms.get(roomOfStream(stream) ?? "");
  return room !== undefined && !seesAll(room);
}

/** Who looks after a room sees everything there, so that nobody escapes them by blocking. */
function seesAll({ standing }: Room): boolean {
  return standing !== null && standing.role !== "member";
}

/** Whether an event shows what its actor wrote; deletions, pins and membership do not. */
export function isAuthored({ kind }: Event): boolean {
  return (
    kind === "message_sent" ||
    kind === "message_edited" ||
    kind === "reaction_added" ||
    kind === "reaction_removed"
  );
}

/** The timelines without what blocked members wrote in rooms that one does not look after. */
export function withoutBlocked(state: State): State["timelines"] {
  if (state.people.blocked.size === 0) return state.timelines;
  const left = new Map<string, Timeline>();
  for (const [stream, timeline] of state.timelines) {
    const isGone = (member: string): boolean => isBlockedIn(state, stream, member);
    left.set(stream, {
      ...timeline,
      messages: messagesWithout(timeline.messages, isGone),
      meanwhile: timeline.meanwhile.filter((event) => !isAuthored(event) || !isGone(event.actor)),
    });
  }
  return left;
}

/** The messages without those of some, and without their reactions to the others. */
export function messagesWithout(
  messages: readonly Message[],
  isGone: (member: string) => boolean,
): readonly Message[] {
  return messages
    .filter(({ author }) => !isGone(author))
    .map((message) => {
      if (!message.reactions.some(({ members }) => members.some(isGone))) return message;
      const reactions = message.reactions
        .map(({ emoji, members }) => ({ emoji, members: members.filter((id) => !isGone(id)) }))
        .filter(({ members }) => members.length > 0);
      return { ...message, reactions };
    });
}
