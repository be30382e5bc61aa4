import { LIMITS, type Event } from "hubbub";
import { untilAnswered, type Parts } from "./parts";

/**
 * Read up what the inbox told while the member was away: its latest events. Answers of hosts stand
 * nowhere else; an older one than these is not shown any more.
 */
export async function readInboxPast(
  { api, store, environment }: Parts,
  inbox: string,
  head: number,
  signal: AbortSignal,
): Promise<void> {
  if (head === 0) return;
  const query = { after: Math.max(0, head - LIMITS.max_page), limit: LIMITS.max_page };
  const page = await untilAnswered(environment, signal, () =>
    api.call("list_events", { path: { stream: inbox }, query }, { signal }),
  );
  // They are what the socket would give, and so of its types.
  store.tell({ kind: "inbox_past_known", events: page.events as readonly Event[] });
}
