import { useCommunity, useKnown } from "../deeds/client";
import { unreadInAll } from "../state";

/** The words on the browser's tab: what is unread, where one is, whose house it is. */
export function Title({ of }: { of: string }) {
  const { name } = useCommunity();
  const rooms = useKnown((state) => state.rooms);
  const { unread, mentions } = unreadInAll(rooms);
  const mark = mentions > 0 ? `(@${mentions}) ` : unread > 0 ? `(${unread}) ` : "";
  return <title>{`${mark}${of} · ${name}`}</title>;
}
