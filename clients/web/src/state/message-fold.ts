/** What an event makes of a message. */

import type { Event, Message, MessageSentEvent, Reaction } from "hubbub";

/** The message that an event wrote. */
export function messageOf(event: MessageSentEvent): Message {
  return {
    seq: event.seq,
    id: event.id,
    author: event.actor,
    at: event.at,
    body: event.body,
    reply_to: event.reply_to ?? null,
    mentions: event.mentions ?? [],
    mentions_room: event.mentions_room ?? false,
    edited_at: null,
    deleted: event.deleted ?? false,
    reactions: [],
    pinned: false,
  };
}

/** The `seq` of the message that an event changes; null if it changes none. */
export function targetOf(event: Event): number | null {
  switch (event.kind) {
    case "message_edited":
    case "message_deleted":
    case "reaction_added":
    case "reaction_removed":
    case "message_pinned":
    case "message_unpinned":
      return event.target;
    default:
      return null;
  }
}

/** The message after an event of which it is the target. A deleted one stays as it is. */
export function changedBy(message: Message, event: Event): Message {
  if (message.deleted) return message;
  switch (event.kind) {
    case "message_edited":
      // A tombstone: the deletion that erased this edit follows.
      if (event.deleted) return message;
      return {
        ...message,
        body: event.body,
        mentions: event.mentions ?? [],
        mentions_room: event.mentions_room ?? false,
        edited_at: event.at,
      };
    case "message_deleted":
      return {
        ...message,
        body: "",
        mentions: [],
        mentions_room: false,
        edited_at: null,
        deleted: true,
        reactions: [],
        pinned: false,
      };
    case "reaction_added":
      return { ...message, reactions: withReaction(message.reactions, event.emoji, event.actor) };
    case "reaction_removed":
      return {
        ...message,
        reactions: withoutReaction(message.reactions, event.emoji, event.actor),
      };
    case "message_pinned":
      return { ...message, pinned: true };
    case "message_unpinned":
      return { ...message, pinned: false };
    default:
      return message;
  }
}

function withReaction(
  reactions: readonly Reaction[],
  emoji: string,
  member: string,
): readonly Reaction[] {
  if (!reactions.some((each) => each.emoji === emoji)) {
    return [...reactions, { emoji, members: [member] }];
  }
  return reactions.map((each) =>
    each.emoji === emoji && !each.members.includes(member)
      ? { emoji, members: [...each.members, member] }
      : each,
  );
}

function withoutReaction(
  reactions: readonly Reaction[],
  emoji: string,
  member: string,
): readonly Reaction[] {
  return reactions
    .map((each) =>
      each.emoji === emoji
        ? { emoji, members: each.members.filter((other) => other !== member) }
        : each,
    )
    .filter((each) => each.members.length > 0);
}
