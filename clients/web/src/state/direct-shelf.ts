import type { DirectChannel } from "hubbub";
import type { Shelf } from "./stream-book";
import { channelOfStream } from "./streams";

/** Before the cursor of a page of those that are hidden; the others come first. */
const HIDDEN = "hidden:";

/** Direct channels: while two are connected theirs is received; one that ended, once it is opened. */
export const directShelf: Shelf<DirectChannel> = {
  idOf: channelOfStream,
  find: (state, id) => state.directs.get(id),
  async list(api, after, signal) {
    const hidden = after.startsWith(HIDDEN);
    const cursor = hidden ? after.slice(HIDDEN.length) : after;
    const query = { hidden, after: cursor, limit: 100 };
    const page = await api.call("list_direct_channels", { query }, { signal });
    return { places: page.channels, next: nextOf(hidden, page.next) };
  },
  fetch: (api, id) => api.call("get_direct_channel", { path: { channel: id } }),
  known: (channel) => ({ kind: "direct_known", channel }),
  allKnown: (channels) => ({ kind: "directs_known", channels }),
  lost: (channel) => ({ kind: "direct_lost", channel }),
  isReceived: ({ open }) => open,
};

function nextOf(hidden: boolean, next: string | null): string | null {
  if (!hidden) return next ?? HIDDEN;
  return next === null ? null : HIDDEN + next;
}
