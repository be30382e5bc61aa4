import { Alert } from "../../components/alert";
import { Waiting } from "../../components/empty";
import { Choice } from "../../components/field";
import type { KnownPeopleSettings } from "../../deeds/use-people-settings";

/** Whether people are suggested at all, and whether bridges are. */
export function SuggestionSwitches({ settings: known }: { settings: KnownPeopleSettings }) {
  const { settings, problem, edit } = known;
  return (
    <fieldset className="people-part">
      <legend className="unseen">Suggestions</legend>
      <p>
        Suggestions are off until you say yes. Then people are suggested with whom you have answered
        each other in rooms you share, and you to them. Only what goes both ways counts; nobody is
        told whom you looked at, and no message is kept for it.
      </p>
      <Alert problem={problem ?? edit.problem} />
      {settings === null ? (
        problem === null && <Waiting what="Looking …" />
      ) : (
        <>
          <Choice
            type="checkbox"
            label="Suggest people to me, and me to them"
            checked={settings.suggestions}
            onChange={(event) => void edit.run({ suggestions: event.target.checked })}
          />
          {settings.suggestions && (
            <Choice
              type="checkbox"
              label="Bridges, too"
              hint="People from a room that shares nobody with one of yours: by knowing each other you two would join them."
              checked={settings.bridges}
              onChange={(event) => void edit.run({ bridges: event.target.checked })}
            />
          )}
        </>
      )}
    </fieldset>
  );
}
