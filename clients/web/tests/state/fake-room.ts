import type { Event, FindHistory, Message, MessagePage, Reaction } from "hubbub";

export const STREAM = "room:r";

/** An event without its place. */
export type NewEvent = Event extends infer Each
  ? Each extends unknown
    ? Omit<Each, "t" | "stream" | "seq" | "at">
    : never
  : never;

/** The message that an event wrote, as nothing has happened to it. */
function fresh(event: Extract<Event, { kind: "message_sent" }>): Message {
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

/**
 * A room's stream as a hub keeps it, and its history told in the plainest way: by looking, for
 * each message, at everything that was ever done to it. A deletion erases what was stored.
 */
export class FakeRoom {
  readonly log: Event[] = [];

  get head(): number {
    return this.log.length;
  }

  append(event: NewEvent): Event {
    const seq = this.head + 1;
    const placed = { t: "event", stream: STREAM, seq, at: seq * 1000, ...event } as Event;
    this.log.push(placed);
    if (event.kind === "message_deleted") this.#erase(event.target);
    return placed;
  }

  /** The messages as they stand after an event. */
  messagesAt(asOf: number): Message[] {
    const past = this.log.slice(0, asOf);
    return past.flatMap((event) =>
      event.kind === "message_sent" ? [this.#stands(fresh(event), past)] : [],
    );
  }

  /** A page of the history as it stands now. */
  page(query: FindHistory, limit: number): MessagePage {
    const all = this.messagesAt(this.head);
    let from = Math.max(0, all.length - limit);
    let to = all.length;
    if (query.before !== undefined) {
      to = all.filter((message) => message.seq < (query.before ?? 0)).length;
      from = Math.max(0, to - limit);
    } else if (query.after !== undefined) {
      from = all.filter((message) => message.seq <= (query.after ?? 0)).length;
      to = Math.min(all.length, from + limit);
    } else if (query.around !== undefined) {
      const middle = all.filter((message) => message.seq < (query.around ?? 0)).length;
      from = Math.max(0, middle - Math.floor(limit / 2));
      to = Math.min(all.length, from + limit);
    }
    return {
      stream: STREAM,
      messages: all.slice(from, to),
      members: [],
      as_of: this.head,
      more_before: from > 0,
      more_after: to < all.length,
    };
  }

  #stands(message: Message, past: readonly Event[]): Message {
    const done = past.filter((event) => "target" in event && event.target === message.seq);
    if (message.deleted || done.some((event) => event.kind === "message_deleted")) {
      return { ...message, body: "", mentions: [], mentions_room: false, deleted: true };
    }
    const edit = done.findLast((event) => event.kind === "message_edited");
    const pin = done.findLast((event) => /^message_(un)?pinned$/.test(event.kind));
    return {
      ...message,
      ...(edit?.kind === "message_edited" && {
        body: edit.body,
        mentions: edit.mentions ?? [],
        mentions_room: edit.mentions_room ?? false,
        edited_at: edit.at,
      }),
      pinned: pin?.kind === "message_pinned",
      reactions: reactionsOf(done),
    };
  }

  #erase(target: number): void {
    this.log.forEach((event, index) => {
      if (event.kind === "message_sent" && event.seq === target) {
        this.log[index] = { ...event, body: "", mentions: [], mentions_room: false, deleted: true };
      } else if (event.kind === "message_edited" && event.target === target) {
        this.log[index] = { ...event, body: "", mentions: [], mentions_room: false, deleted: true };
      }
    });
  }
}

function reactionsOf(done: readonly Event[]): Reaction[] {
  const standing: { emoji: string; member: string }[] = [];
  for (const event of done) {
    if (event.kind !== "reaction_added" && event.kind !== "reaction_removed") continue;
    const { emoji, actor: member } = event;
    const index = standing.findIndex((each) => each.emoji === emoji && each.member === member);
    if (event.kind === "reaction_removed" && index >= 0) standing.splice(index, 1);
    if (event.kind === "reaction_added" && index < 0) standing.push({ emoji, member });
  }
  const emojis = [...new Set(standing.map((each) => each.emoji))];
  return emojis.map((emoji) => ({
    emoji,
    members: standing.filter((each) => each.emoji === emoji).map((each) => each.member),
  }));
}

/** The messages with their emoji in one order: a hub may have another after one is taken back. */
export function canonical(messages: readonly Message[]): Message[] {
  return messages.map((message) => ({
    ...message,
    reactions: message.reactions.toSorted((one, other) => (one.emoji < other.emoji ? -1 : 1)),
  }));
}
