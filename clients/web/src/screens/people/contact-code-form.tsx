import { LIMITS, makeKey, type MadeContactCode } from "hubbub";
import { useState } from "react";
import { Alert } from "../../components/alert";
import { Button } from "../../components/button";
import { SelectField, TextField } from "../../components/field";
import { LastingOptions, MONTH_S, UsesOptions, usesOf } from "../../components/lasting-options";
import { useClient } from "../../deeds/client";
import { useForm } from "../../deeds/use-form";

const FIRST = { label: "", uses: "1", lasts_s: String(MONTH_S) };

/** For how many requests a code is, how long it holds, and a word to know it by. */
export function ContactCodeForm({ onMade }: { onMade: (made: MadeContactCode) => void }) {
  const { api } = useClient();
  // The same until it has worked: one that is asked for twice is made once.
  const [key, setKey] = useState(makeKey);
  const form = useForm(FIRST, async ({ label, uses, lasts_s }, reset) => {
    const body = { label: label.trim(), uses: usesOf(uses), lasts_s: Number(lasts_s) };
    const made = await api.call("make_contact_code", { body }, { key });
    setKey(makeKey());
    reset();
    onMade(made);
  });
  const change = (field: keyof typeof FIRST, value: string): void => {
    form.set(field, value);
    setKey(makeKey());
  };
  return (
    <form className="form" aria-label="Make a contact code" onSubmit={form.onSubmit}>
      <TextField
        label="Label (if you like)"
        hint="Where you give it away. Nobody but you sees it."
        limit={LIMITS.max_contact_label}
        value={form.values.label}
        error={form.errorAt("label")}
        onChange={(event) => {
          change("label", event.target.value);
        }}
      />
      <SelectField
        label="For how many requests"
        value={form.values.uses}
        error={form.errorAt("uses")}
        onChange={(event) => {
          change("uses", event.target.value);
        }}
      >
        <UsesOptions one="request" many="requests" />
      </SelectField>
      <SelectField
        label="It holds for"
        value={form.values.lasts_s}
        error={form.errorAt("lasts_s")}
        onChange={(event) => {
          change("lasts_s", event.target.value);
        }}
      >
        <LastingOptions />
      </SelectField>
      <Alert problem={form.problem} fields={["label", "uses", "lasts_s"]} />
      <div className="button-row">
        <Button type="submit" busy={form.busy}>
          Make a code
        </Button>
      </div>
    </form>
  );
}
