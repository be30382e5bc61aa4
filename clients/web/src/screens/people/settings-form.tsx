import { Alert } from "../../components/alert";
import { Waiting } from "../../components/empty";
import { Choice } from "../../components/field";
import { usePeopleSettings } from "../../deeds/use-people-settings";
import type { Openings } from "../../deeds/wire";
import { openingWords } from "../../text/people";
import { SuggestionSwitches } from "./suggestion-switches";

/** How one may be asked, and what is shown of whom one knows. Each choice is saved at once. */
export function PeopleSettingsForm() {
  const known = usePeopleSettings();
  const { settings, problem, edit } = known;
  if (settings === null) {
    return problem === null ? <Waiting what="Looking …" /> : <Alert problem={problem} />;
  }
  return (
    <>
      <fieldset className="people-part">
        <legend className="legend">How others may ask you to connect</legend>
        {Object.entries(openingWords).map(([value, { label, hint }]) => (
          <Choice
            key={value}
            type="radio"
            name="openings"
            label={label}
            hint={hint}
            checked={settings.openings === value}
            onChange={() => void edit.run({ openings: value as Openings })}
          />
        ))}
      </fieldset>
      <SuggestionSwitches settings={known} />
      <fieldset className="people-part">
        <legend className="legend">Whom you both know</legend>
        <Choice
          type="checkbox"
          label="Show mutual connections"
          hint="Only where all three have allowed it: you, the other, and the one whom you both know."
          checked={settings.mutual}
          onChange={(event) => void edit.run({ mutual: event.target.checked })}
        />
      </fieldset>
    </>
  );
}
