import { useClient, usePeopleTurn } from "../deeds/client";
import { useDeferredValue, useState } from "react";
import { Alert } from "../components/alert";
import { Button } from "../components/button";
import { Empty, Waiting } from "../components/empty";
import { TextField } from "../components/field";
import { Page } from "../components/page";
import { useShell } from "../components/shell-context";
import { Who } from "../components/who";
import { usePages } from "../deeds/use-pages";
import { Link } from "../routing/link";
import type { Profile } from "hubbub";

/** Those one shares a room with. */
export function MembersScreen() {
  const { api } = useClient();
  const { showMember } = useShell();
  const [typed, setText] = useState("");
  const text = useDeferredValue(typed);
  const blocks = usePeopleTurn("blocks");
  const pages = usePages<Profile>(`${blocks} ${text}`, async (after) => {
    const page = await api.call("find_members", { query: { text, after } });
    return { items: page.members, next: page.next };
  });
  const isNobody = pages.items?.length === 0 && !pages.isLoading;

  return (
    <Page title="Members" lead="The people and bots you share a room with.">
      <TextField
        label="Find by name or interest"
        type="search"
        maxLength={100}
        value={typed}
        onChange={(event) => {
          setText(event.target.value);
        }}
      />
      <Alert problem={pages.problem} />
      {pages.items === null && pages.problem === null && <Waiting what="Looking around …" />}
      {isNobody && (
        <Empty title={text === "" ? "You share no room with anyone yet" : "Nobody like that"}>
          <p>People show here once you are in a room together.</p>
          <Link className="button button-plain" href="/discover">
            Find a room
          </Link>
        </Empty>
      )}
      <ul className="rows" aria-label="Members">
        {pages.items?.map((member) => (
          <li key={member.id}>
            <Who member={member} note={member.line || member.interests.join(" · ")} />
            <Button
              aria-label={`Show ${member.display_name}`}
              onClick={() => {
                showMember(member.id);
              }}
            >
              Show
            </Button>
          </li>
        ))}
      </ul>
      {pages.hasMore && (
        <Button busy={pages.isLoading} onClick={pages.loadMore}>
          More members
        </Button>
      )}
    </Page>
  );
}
