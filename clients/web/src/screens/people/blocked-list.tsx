import type { Block } from "hubbub";
import { Alert } from "../../components/alert";
import { Button } from "../../components/button";
import { Empty, Waiting } from "../../components/empty";
import { Who } from "../../components/who";
import { useClient, usePeopleTurn } from "../../deeds/client";
import { tell } from "../../deeds/notices";
import { useDeed } from "../../deeds/use-deed";
import { useFocusAfter } from "../../deeds/use-focus-after";
import { usePages } from "../../deeds/use-pages";
import { onDate } from "../../text/time";

/** Whom one has blocked. */
export function BlockedList() {
  const { api } = useClient();
  const turn = usePeopleTurn("blocks");
  const [list, rowGone] = useFocusAfter<HTMLUListElement>(false);
  const pages = usePages<Block>(`blocks ${turn}`, async (after) => {
    const page = await api.call("list_blocks", { query: { after } });
    return { items: page.blocks, next: page.next };
  });
  const unblock = useDeed(async ({ member }: Block) => {
    await api.call("unblock_member", { path: { member: member.id } });
    tell(`${member.display_name} is blocked no longer.`);
    pages.change((items) => items.filter((item) => item.member.id !== member.id));
    rowGone();
  });
  return (
    <>
      <p className="soft">
        Neither of you sees what the other writes in rooms you share, and no request reaches you.
      </p>
      <Alert problem={pages.problem ?? unblock.problem} />
      {pages.items === null && pages.problem === null && <Waiting what="Looking …" />}
      {pages.items?.length === 0 && <Empty title="You have blocked nobody" />}
      <ul ref={list} className="rows" aria-label="Blocked" tabIndex={-1}>
        {pages.items?.map((block) => (
          <li key={block.member.id}>
            <Who member={block.member} note={`since ${onDate(block.blocked_at)}`} />
            <Button
              busy={unblock.busy}
              aria-label={`Unblock ${block.member.display_name}`}
              onClick={() => void unblock.run(block)}
            >
              Unblock
            </Button>
          </li>
        ))}
      </ul>
      {pages.hasMore && (
        <Button busy={pages.isLoading} onClick={pages.loadMore}>
          More
        </Button>
      )}
    </>
  );
}
