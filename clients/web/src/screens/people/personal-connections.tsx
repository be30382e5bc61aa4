import type { PersonalConnection } from "hubbub";
import { useDeferredValue, useState } from "react";
import { Alert } from "../../components/alert";
import { Button } from "../../components/button";
import { Empty, Waiting } from "../../components/empty";
import { TextField } from "../../components/field";
import { Menu } from "../../components/menu";
import { EndDialog } from "../../components/people/end-dialog";
import { IntroduceDialog } from "../../components/people/introduce-dialog";
import { useShell } from "../../components/shell-context";
import { Who } from "../../components/who";
import { useClient, useKnown, usePeopleTurn } from "../../deeds/client";
import { useFocusAfter } from "../../deeds/use-focus-after";
import { usePages } from "../../deeds/use-pages";
import { Link } from "../../routing/link";
import { directAddress } from "../../routing/routes";
import { beganLine } from "../../text/people";

interface Asked {
  deed: "introduce" | "end";
  connection: PersonalConnection;
}

/** With whom one is connected. */
export function PersonalConnections() {
  const { api } = useClient();
  const turn = usePeopleTurn("connections");
  const [typed, setTyped] = useState("");
  const text = useDeferredValue(typed);
  const [asked, setAsked] = useState<Asked | null>(null);
  const [list, rowGone] = useFocusAfter<HTMLUListElement>(asked !== null);
  const pages = usePages<PersonalConnection>(`${turn} ${text}`, async (after) => {
    const page = await api.call("list_personal_connections", { query: { text, after } });
    return { items: page.personal_connections, next: page.next };
  });
  const close = (): void => {
    setAsked(null);
  };
  return (
    <>
      <TextField
        label="Find by name"
        type="search"
        maxLength={100}
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
        }}
      />
      <Alert problem={pages.problem} />
      {pages.items === null && pages.problem === null && <Waiting what="Looking …" />}
      {pages.items?.length === 0 && !pages.isLoading && (
        <Empty title={text === "" ? "You are connected with nobody yet" : "Nobody like that"}>
          <p>Press a name in a room to ask somebody whom you met there.</p>
        </Empty>
      )}
      <ul ref={list} className="rows" aria-label="Connections" tabIndex={-1}>
        {pages.items?.map((connection) => (
          <PersonalConnectionRow
            key={connection.member.id}
            connection={connection}
            onAsk={(deed) => {
              setAsked({ deed, connection });
            }}
          />
        ))}
      </ul>
      {pages.hasMore && (
        <Button busy={pages.isLoading} onClick={pages.loadMore}>
          More connections
        </Button>
      )}
      {asked?.deed === "introduce" && (
        <IntroduceDialog member={asked.connection.member} onClose={close} />
      )}
      {asked?.deed === "end" && (
        <EndDialog member={asked.connection.member} onEnded={rowGone} onClose={close} />
      )}
    </>
  );
}

interface RowProps {
  connection: PersonalConnection;
  onAsk: (deed: Asked["deed"]) => void;
}

function PersonalConnectionRow({ connection, onAsk }: RowProps) {
  const { showMember } = useShell();
  const { member, channel, stream, beginning } = connection;
  const presence = useKnown((state) => state.presence.get(stream)?.members?.get(member.id)) ?? null;
  const name = member.display_name;
  return (
    <li>
      <Who member={member} note={beganLine(beginning)} presence={presence} />
      <div className="button-row">
        <Link
          className="button button-plain"
          href={directAddress(channel)}
          aria-label={`Message ${name}`}
        >
          Message
        </Link>
        <Menu
          icon="more"
          label={`What to do about ${name}`}
          items={[
            {
              icon: "person",
              label: "About them",
              onChoose: () => {
                showMember(member.id);
              },
            },
            {
              icon: "meet",
              label: "Introduce to …",
              onChoose: () => {
                onAsk("introduce");
              },
            },
            {
              icon: "leave",
              label: "End the connection …",
              danger: true,
              onChoose: () => {
                onAsk("end");
              },
            },
          ]}
        />
      </div>
    </li>
  );
}
