import type { Suggestion } from "hubbub";
import { useState } from "react";
import { Alert } from "../../components/alert";
import { Button } from "../../components/button";
import { Empty, Waiting } from "../../components/empty";
import { ConnectForm } from "../../components/people/connect-form";
import { useClient, usePeopleTurn } from "../../deeds/client";
import { tell } from "../../deeds/notices";
import { useDeed } from "../../deeds/use-deed";
import { useFocusAfter } from "../../deeds/use-focus-after";
import { usePages } from "../../deeds/use-pages";
import { usePeopleSettings } from "../../deeds/use-people-settings";
import { Person } from "./person";
import { SuggestionSwitches } from "./suggestion-switches";

/** Whom one might want to know better; nothing before the member says yes. */
export function Suggestions() {
  const settings = usePeopleSettings();
  return (
    <>
      <SuggestionSwitches settings={settings} />
      {settings.settings?.suggestions === true && <Suggested />}
    </>
  );
}

function Suggested() {
  const { api } = useClient();
  const turn = usePeopleTurn("suggestions");
  const [list, rowGone] = useFocusAfter<HTMLUListElement>(false);
  const pages = usePages<Suggestion>(`suggestions ${turn}`, async () => {
    const { suggestions } = await api.call("list_suggestions", {});
    return { items: suggestions, next: null };
  });
  const drop = (member: string): void => {
    pages.change((items) => items.filter((item) => item.member.id !== member));
    rowGone();
  };
  return (
    <>
      <Alert problem={pages.problem} />
      {pages.items === null && pages.problem === null && <Waiting what="Looking …" />}
      {pages.items?.length === 0 && (
        <Empty title="Nobody for now">
          <p>At most three people a week are suggested, once you have talked with each other.</p>
        </Empty>
      )}
      <ul ref={list} className="people-list" aria-label="Suggestions" tabIndex={-1}>
        {pages.items?.map((suggestion) => (
          <SuggestionRow key={suggestion.member.id} suggestion={suggestion} onGone={drop} />
        ))}
      </ul>
    </>
  );
}

interface RowProps {
  suggestion: Suggestion;
  onGone: (member: string) => void;
}

function SuggestionRow({ suggestion, onGone }: RowProps) {
  const { api } = useClient();
  const { member, mode, reason, rooms } = suggestion;
  const [isAsking, setAsking] = useState(false);
  const name = member.display_name;
  const gone = (): void => {
    onGone(member.id);
  };
  const dismiss = useDeed(async () => {
    await api.call("dismiss_suggestion", { path: { member: member.id } });
    tell(`${name} is not suggested any more.`);
    gone();
  });
  return (
    <li className="person-row" aria-label={name}>
      <Person member={member}>
        {mode === "bridge" && <span className="tag tag-kind">Bridge</span>}
      </Person>
      <p>{reason}</p>
      <Alert problem={dismiss.problem} />
      {isAsking ? (
        <ConnectForm
          to={{ member: member.id, room: (mode === "met" ? rooms[0]?.id : null) ?? null }}
          member={member}
          onAsked={gone}
        />
      ) : (
        <div className="button-row">
          <Button
            look="primary"
            aria-label={`Connect with ${name} …`}
            onClick={() => {
              setAsking(true);
            }}
          >
            Connect …
          </Button>
          <Button
            busy={dismiss.busy}
            aria-label={`Dismiss ${name}`}
            onClick={() => void dismiss.run()}
          >
            Dismiss
          </Button>
        </div>
      )}
    </li>
  );
}
