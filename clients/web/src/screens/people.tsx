import type { ReactNode } from "react";
import { Page } from "../components/page";
import { useKnown } from "../deeds/client";
import { Link } from "../routing/link";
import { peopleAddress, type PeopleTab } from "../routing/routes";
import { badgeText } from "../text/counting";
import { BlockedList } from "./people/blocked-list";
import { ContactCodes } from "./people/contact-codes";
import { Introductions } from "./people/introductions";
import { PersonalConnections } from "./people/personal-connections";
import { LaterList } from "./people/later-list";
import { PeopleSettingsForm } from "./people/settings-form";
import { Requests } from "./people/requests";
import { Suggestions } from "./people/suggestions";
import "./people/people.css";

const tabs: readonly [PeopleTab, string][] = [
  ["requests", "Requests"],
  ["connections", "Connections"],
  ["later", "Later"],
  ["introductions", "Introductions"],
  ["suggestions", "Suggestions"],
  ["codes", "Codes"],
  ["blocked", "Blocked"],
  ["settings", "Settings"],
];

/** Everybody with whom there is something between: who asks, who is connected, who is blocked. */
export function PeopleScreen({ tab }: { tab: PeopleTab }) {
  const requests = useKnown((state) => state.people.received.length);
  const introductions = useKnown(
    (state) => state.people.introductions.received.filter(({ accepted }) => !accepted).length,
  );
  const waiting: Partial<Record<PeopleTab, number>> = { requests, introductions };
  const title = tabs.find(([name]) => name === tab)?.[1] ?? "";
  return (
    <Page title="People">
      <nav className="tabs" aria-label="People">
        <ul>
          {tabs.map(([name, words]) => (
            <li key={name}>
              <Link
                className="tab"
                href={peopleAddress(name)}
                aria-current={name === tab ? "page" : undefined}
              >
                {words}
                <Count of={waiting[name] ?? 0} />
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <section className="people" aria-labelledby="people-title">
        <h2 id="people-title" className="unseen">
          {title}
        </h2>
        {contentOf(tab)}
      </section>
    </Page>
  );
}

function Count({ of }: { of: number }) {
  if (of === 0) return null;
  return (
    <span className="badge badge-mention">
      <span aria-hidden="true">{badgeText(of)}</span>
      <span className="unseen"> {badgeText(of)} waiting</span>
    </span>
  );
}

function contentOf(tab: PeopleTab): ReactNode {
  switch (tab) {
    case "requests":
      return <Requests />;
    case "connections":
      return <PersonalConnections />;
    case "later":
      return <LaterList />;
    case "blocked":
      return <BlockedList />;
    case "introductions":
      return <Introductions />;
    case "suggestions":
      return <Suggestions />;
    case "codes":
      return <ContactCodes />;
    case "settings":
      return <PeopleSettingsForm />;
  }
}
