import { useClient } from "../../deeds/client";
import { Alert } from "../../components/alert";
import { Avatar } from "../../components/avatar";
import { Button } from "../../components/button";
import { TextField } from "../../components/field";
import { tell } from "../../deeds/notices";
import { useForm } from "../../deeds/use-form";
import { LIMITS, type Me } from "hubbub";
import { suggestedColours } from "../../text/colour";
import { tagsIn } from "../../text/counting";
import "./profile-form.css";

const SHOWN_FIELDS = ["display_name", "avatar_colour", "line", "interests"];

/** How others see one. */
export function ProfileForm({ me }: { me: Me }) {
  const client = useClient();
  const first = {
    display_name: me.display_name,
    avatar_colour: me.avatar_colour,
    line: me.line,
    interests: me.interests.join(" "),
  };
  const form = useForm(first, async (values) => {
    await client.api.call("edit_profile", {
      body: { ...values, interests: tagsIn(values.interests) },
    });
    await client.refreshMe();
    tell("Your profile is saved.");
  });
  const { values, set, errorAt } = form;

  return (
    <form className="form" onSubmit={form.onSubmit}>
      <TextField
        label="Display name"
        required
        limit={LIMITS.max_display_name}
        value={values.display_name}
        error={errorAt("display_name")}
        onChange={(event) => {
          set("display_name", event.target.value);
        }}
      />
      <TextField
        label="A line about yourself"
        limit={LIMITS.max_line}
        value={values.line}
        error={errorAt("line")}
        onChange={(event) => {
          set("line", event.target.value);
        }}
      />
      <TextField
        label="Interests"
        hint="Up to twenty, with spaces between: small letters, digits and hyphens."
        value={values.interests}
        error={errorAt("interests")}
        onChange={(event) => {
          set("interests", event.target.value);
        }}
      />
      <fieldset className="colour-choice">
        <legend className="legend">Colour</legend>
        <Avatar name={values.display_name} colour={values.avatar_colour} size="large" />
        <div className="colour-dots">
          {suggestedColours.map((colour) => (
            <button
              key={colour}
              type="button"
              className="colour-dot"
              style={{ background: colour }}
              aria-label={`Colour ${colour}`}
              aria-pressed={colour === values.avatar_colour}
              onClick={() => {
                set("avatar_colour", colour);
              }}
            />
          ))}
        </div>
        <TextField
          label="Any other colour"
          type="color"
          value={values.avatar_colour}
          error={errorAt("avatar_colour")}
          onChange={(event) => {
            set("avatar_colour", event.target.value);
          }}
        />
      </fieldset>
      <Alert problem={form.problem} fields={SHOWN_FIELDS} />
      <div className="button-row">
        <Button look="primary" type="submit" busy={form.busy}>
          Save profile
        </Button>
      </div>
    </form>
  );
}
