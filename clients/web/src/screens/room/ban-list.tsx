import { useClient } from "../../deeds/client";
import { Alert } from "../../components/alert";
import { Button } from "../../components/button";
import { Who } from "../../components/who";
import { useDeed } from "../../deeds/use-deed";
import { usePages } from "../../deeds/use-pages";
import type { RoomBan } from "hubbub";
import { onDate } from "../../text/time";

interface Props {
  room: string;
  turn: string;
}

/** Who is shut out of a room; nothing if nobody is. */
export function BanList({ room, turn }: Props) {
  const { api } = useClient();
  const pages = usePages<RoomBan>(`${room} ${turn}`, async (after) => {
    const page = await api.call("list_room_bans", { path: { room }, query: { after } });
    return { items: page.bans, next: page.next };
  });
  const lift = useDeed(async (member: string) => {
    await api.call("unban_member", { path: { room, member } });
    pages.change((items) => items.filter((item) => item.member.id !== member));
  });
  if (pages.items === null || pages.items.length === 0) return <Alert problem={pages.problem} />;

  return (
    <section aria-labelledby="bans-title">
      <h3 id="bans-title">Banned</h3>
      <Alert problem={pages.problem ?? lift.problem} />
      <ul className="rows" aria-label="Banned members">
        {pages.items.map((ban) => (
          <li key={ban.member.id}>
            <Who member={ban.member} note={`${onDate(ban.banned_at)} ${ban.reason}`} />
            <Button
              busy={lift.busy}
              aria-label={`Lift the ban of ${ban.member.display_name}`}
              onClick={() => void lift.run(ban.member.id)}
            >
              Lift
            </Button>
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
