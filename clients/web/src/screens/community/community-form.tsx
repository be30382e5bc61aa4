import type { Community } from "hubbub";
import { Alert } from "../../components/alert";
import { Button } from "../../components/button";
import { Choice, TextField } from "../../components/field";
import { tell } from "../../deeds/notices";
import { useForm } from "../../deeds/use-form";
import { useClient, useCommunity } from "../../deeds/client";

type Registration = Community["registration"];

const modes: Readonly<Record<Registration, { label: string; hint: string }>> = {
  open: { label: "Open", hint: "Anyone who finds this place may make an account." },
  invite: {
    label: "By invitation",
    hint: "Whoever has an invitation into the community may make an account.",
  },
  closed: {
    label: "Closed",
    hint: "Nobody new comes in. Those who have an account are not touched.",
  },
};

/** The community's name, and who may register. */
export function CommunityForm() {
  const client = useClient();
  const { name, registration } = useCommunity();
  const form = useForm({ name, registration }, async (values) => {
    await client.api.call("edit_community", { body: values });
    await client.refreshCommunity();
    tell("Saved.");
  });
  const { values, set } = form;
  return (
    <form className="form" onSubmit={form.onSubmit}>
      <TextField
        label="Name of the community"
        required
        limit={64}
        value={values.name}
        error={form.errorAt("name")}
        onChange={(event) => {
          set("name", event.target.value);
        }}
      />
      <fieldset>
        <legend className="legend">Registration</legend>
        {Object.entries(modes).map(([mode, { label, hint }]) => (
          <Choice
            key={mode}
            type="radio"
            name="registration"
            label={label}
            hint={hint}
            checked={values.registration === mode}
            onChange={() => {
              set("registration", mode as Registration);
            }}
          />
        ))}
      </fieldset>
      <Alert problem={form.problem} fields={["name"]} />
      <div className="button-row">
        <Button look="primary" type="submit" busy={form.busy}>
          Save
        </Button>
      </div>
    </form>
  );
}
