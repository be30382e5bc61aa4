import { LIMITS, makeKey, type MemberCard, type PersonalConnection } from "hubbub";
import { useDeferredValue, useState } from "react";
import { useClient } from "../../deeds/client";
import { tell } from "../../deeds/notices";
import { useForm } from "../../deeds/use-form";
import { usePages } from "../../deeds/use-pages";
import { Alert } from "../alert";
import { Button } from "../button";
import { Dialog } from "../dialog";
import { Choice, TextAreaField, TextField } from "../field";

const OFFERED = 8;

interface Props {
  member: MemberCard;
  onClose: () => void;
}

/** Brings one whom one knows together with another. */
export function IntroduceDialog({ member, onClose }: Props) {
  const { api } = useClient();
  const [key, setKey] = useState(makeKey);
  const name = member.display_name;
  const form = useForm({ to: "", sentence: "" }, async ({ to, sentence }) => {
    const words = sentence.trim().replace(/\s+/g, " ");
    const body = { members: [member.id, to] as const, sentence: words };
    await api.call("introduce", { body }, { key });
    tell("Both are told. They connect if both accept.");
    onClose();
  });
  const { values, set } = form;
  return (
    <Dialog title={`Introduce ${name} to …`} onClose={onClose}>
      <form className="form" onSubmit={form.onSubmit}>
        <p className="soft">
          Both read your sentence, and connect only if both accept. Nobody learns who did not.
        </p>
        <Choices
          besides={member.id}
          chosen={values.to}
          onChoose={(to) => {
            set("to", to);
            setKey(makeKey());
          }}
        />
        <TextAreaField
          label="Why should they know each other?"
          required
          rows={2}
          limit={LIMITS.max_sentence}
          value={values.sentence}
          error={form.errorAt("sentence")}
          onChange={(event) => {
            set("sentence", event.target.value);
            setKey(makeKey());
          }}
        />
        <Alert problem={form.problem} fields={["sentence"]} />
        <div className="button-row">
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" type="submit" busy={form.busy} disabled={values.to === ""}>
            Introduce
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

interface ChoicesProps {
  besides: string;
  chosen: string;
  onChoose: (member: string) => void;
}

function Choices({ besides, chosen, onChoose }: ChoicesProps) {
  const { api } = useClient();
  const [typed, setTyped] = useState("");
  const text = useDeferredValue(typed);
  const pages = usePages<PersonalConnection>(text, async () => {
    const query = { text, limit: OFFERED + 1 };
    const page = await api.call("list_personal_connections", { query });
    return { items: page.personal_connections, next: null };
  });
  const offered = (pages.items ?? []).filter(({ member }) => member.id !== besides);
  return (
    <>
      <TextField
        label="Find one of your connections"
        type="search"
        maxLength={100}
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
        }}
      />
      <Alert problem={pages.problem} />
      <fieldset>
        <legend className="legend">To whom?</legend>
        {pages.items !== null && offered.length === 0 && (
          <p className="soft">
            {text === "" ? "You are connected with nobody else yet." : "Nobody like that."}
          </p>
        )}
        {offered.slice(0, OFFERED).map(({ member }) => (
          <Choice
            key={member.id}
            type="radio"
            name="introduce-to"
            label={`${member.display_name} (@${member.username})`}
            checked={chosen === member.id}
            onChange={() => {
              onChoose(member.id);
            }}
          />
        ))}
      </fieldset>
    </>
  );
}
