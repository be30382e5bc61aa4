/** What an event of a direct channel's stream makes of the channel, as the caller sees it. */

import type { DirectChannel, Event } from "hubbub";
import type { Timeline } from "./model";
import { atMostCeiling, unreadBehind } from "./unread";

/** The channel after an event of its stream; `me` is the caller's id. Older ones change nothing. */
export function channelAfter(channel: DirectChannel, event: Event, me: string): DirectChannel {
  if (event.seq <= channel.head) return channel;
  return { ...channel, ...channelChanges(channel, event, me), head: event.seq };
}

function channelChanges(channel: DirectChannel, event: Event, me: string): Partial<DirectChannel> {
  switch (event.kind) {
    case "message_sent": {
      const last_message_at = event.at;
      if (event.actor === me) return { last_message_at };
      const isUnread = event.deleted !== true && event.seq > channel.read;
      const unread = isUnread ? atMostCeiling(channel.unread + 1) : channel.unread;
      return { last_message_at, unread, hidden: false };
    }
    case "direct_channel_opened":
      return { open: true, opened_at: event.at };
    case "direct_channel_ended":
      return { open: false };
    default:
      return {};
  }
}

/** The channel with the marker raised; the count as {@link unreadBehind} knows it, or as it was. */
export function channelReadUpTo(
  channel: DirectChannel,
  seq: number,
  timeline: Timeline | null,
  me: string,
): DirectChannel {
  if (seq <= channel.read) return channel;
  const unread = unreadBehind(channel.head, seq, timeline, me);
  return {
    ...channel,
    read: seq,
    unread: unread === null ? channel.unread : atMostCeiling(unread.length),
  };
}
