import { LIMITS, makeKey, type MadeInvitation } from "hubbub";
import { useState } from "react";
import type { Invitations } from "../deeds/invitations";
import { useForm } from "../deeds/use-form";
import { Alert } from "./alert";
import { Button } from "./button";
import { SelectField, TextField } from "./field";
import { DAY_S, LastingOptions, UsesOptions, usesOf } from "./lasting-options";

const FIRST = { uses: "1", lasts_s: String(7 * DAY_S), note: "" };

interface Props {
  make: Invitations["make"];
  onMade: (made: MadeInvitation) => void;
}

/** For how many an invitation is, how long it holds, and a word to know it by. */
export function InvitationForm({ make, onMade }: Props) {
  // The same until it has worked: one that is asked for twice is made once.
  const [key, setKey] = useState(makeKey);
  const form = useForm(FIRST, async (values, reset) => {
    const uses = usesOf(values.uses);
    const asked = { uses, lasts_s: Number(values.lasts_s), note: values.note.trim() };
    const made = await make(asked, key);
    setKey(makeKey());
    reset();
    onMade(made);
  });
  const { values, set, errorAt } = form;
  return (
    <form className="form" aria-label="Make an invitation" onSubmit={form.onSubmit}>
      <SelectField
        label="For how many"
        value={values.uses}
        error={errorAt("uses")}
        onChange={(event) => {
          set("uses", event.target.value);
          setKey(makeKey());
        }}
      >
        <UsesOptions one="person" many="people" />
      </SelectField>
      <SelectField
        label="It holds for"
        value={values.lasts_s}
        error={errorAt("lasts_s")}
        onChange={(event) => {
          set("lasts_s", event.target.value);
          setKey(makeKey());
        }}
      >
        <LastingOptions />
      </SelectField>
      <TextField
        label="Note (if you like)"
        hint="To know it by in the list. Those invited do not see it."
        limit={LIMITS.max_invitation_note}
        value={values.note}
        error={errorAt("note")}
        onChange={(event) => {
          set("note", event.target.value);
          setKey(makeKey());
        }}
      />
      <Alert problem={form.problem} fields={["uses", "lasts_s", "note"]} />
      <div className="button-row">
        <Button type="submit" busy={form.busy}>
          Make an invitation
        </Button>
      </div>
    </form>
  );
}
