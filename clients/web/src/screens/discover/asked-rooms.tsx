import type { Room } from "hubbub";
import { Button } from "../../components/button";
import { RoomCard } from "../../components/room-card";
import { useClient, useKnown } from "../../deeds/client";
import { usePages } from "../../deeds/use-pages";

/** The rooms whose hosts have not answered one's asking yet; nothing if there are none. */
export function AskedRooms() {
  const { api } = useClient();
  // Another answer, another list.
  const turn = useKnown((state) => state.answers);
  const last = Math.max(0, ...[...turn.values()].map(({ seq }) => seq));
  const pages = usePages<Room>(`asked ${last}`, async (after) => {
    const page = await api.call("find_rooms", { query: { asked: true, after } });
    return { items: page.rooms, next: page.next };
  });
  // That they cannot be had now, the list of all rooms says too.
  if (pages.items === null || pages.items.length === 0) return null;
  return (
    <section className="stack" aria-labelledby="asked-title">
      <h2 id="asked-title">You have asked to join</h2>
      <ul className="room-cards" aria-labelledby="asked-title">
        {pages.items.map((room) => (
          <li key={room.id}>
            <RoomCard room={room} />
          </li>
        ))}
      </ul>
      {pages.hasMore && (
        <Button busy={pages.isLoading} onClick={pages.loadMore}>
          More
        </Button>
      )}
    </section>
  );
}
