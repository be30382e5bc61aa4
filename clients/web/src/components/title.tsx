import { useCommunity, useKnown } from "../deeds/client";
import { useArrival } from "../deeds/whereabouts";
import { unreadInAll } from "../state";

/**
 * The words on the browser's tab: what is unread, where one is, whose house it is. A screen that
 * shows them has become the one at which one is.
 */
export function Title({ of }: { of: string }) {
  useArrival(of);
  const { name } = useCommunity();
  const rooms = useKnown((state) => state.rooms);
  const directs = useKnown((state) => state.directs);
  const people = useKnown((state) => state.people);
  const { unread, calls } = unreadInAll({ rooms, directs, people });
  const mark = calls > 0 ? `(@${calls}) ` : unread > 0 ? `(${unread}) ` : "";
  return <title>{`${mark}${of} · ${name}`}</title>;
}
