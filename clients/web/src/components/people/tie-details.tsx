import { LIMITS, type MemberCard, type Tie } from "hubbub";
import { useRef, useState } from "react";
import { useClient } from "../../deeds/client";
import { tell } from "../../deeds/notices";
import { useAnswer } from "../../deeds/use-answer";
import { useForm } from "../../deeds/use-form";
import { useNow } from "../../deeds/use-now";
import { balanceLine, beganLine } from "../../text/people";
import { ago, onDate } from "../../text/time";
import { Alert } from "../alert";
import { Button } from "../button";
import { Waiting } from "../empty";
import { TextAreaField } from "../field";

interface Props {
  member: MemberCard;
}

/** What two who are connected, and nobody else, see of their tie. */
export function TieDetails({ member }: Props) {
  const { api } = useClient();
  const { answer: tie, problem } = useAnswer(member.id, () =>
    api.call("get_tie", { path: { member: member.id } }),
  );
  return (
    <>
      <Alert problem={problem} />
      {tie === null && problem === null && <Waiting what="Looking …" />}
      {tie !== null && (
        <>
          <Lines tie={tie} />
          <Mutual tie={tie} />
          <NoteForm tie={tie} />
        </>
      )}
    </>
  );
}

function Lines({ tie }: { tie: Tie }) {
  const now = useNow();
  const { words_from_me: fromMe, words_to_me: toMe, last_exchange_at: lastAt } = tie;
  const share = fromMe + toMe === 0 ? null : (100 * fromMe) / (fromMe + toMe);
  return (
    <div className="person-shared">
      <h3>Between the two of you</h3>
      <div className="tie-lines">
        <p>
          {beganLine(tie.beginning)} · connected since {onDate(tie.opened_at)}
        </p>
        <p>{lastAt === null ? "You have not written yet." : `Last written ${ago(lastAt, now)}.`}</p>
        {lastAt !== null && <p>{balanceLine(tie.member.display_name, fromMe, toMe)}</p>}
      </div>
      {share !== null && (
        <div className="tie-balance" aria-hidden="true">
          <span style={{ inlineSize: `${share}%` }} />
        </div>
      )}
      <p className="soft small">Only the two of you see this.</p>
    </div>
  );
}

function Mutual({ tie: { mutual } }: { tie: Tie }) {
  if (mutual === null || mutual.length === 0) return null;
  const names = mutual.map(({ display_name: name }) => name);
  return <p>You both know {new Intl.ListFormat("en").format(names)}.</p>;
}

function NoteForm({ tie }: { tie: Tie }) {
  const { api } = useClient();
  const box = useRef<HTMLFormElement>(null);
  const [saved, setSaved] = useState(tie.note);
  const form = useForm({ note: tie.note }, async ({ note }) => {
    await api.call("set_note", { path: { member: tie.member.id }, body: { note: note.trim() } });
    box.current?.querySelector("textarea")?.focus(); // the button goes
    setSaved(note);
    tell("Your note is saved.");
  });
  return (
    <form ref={box} className="form" onSubmit={form.onSubmit}>
      <TextAreaField
        label="Your note"
        hint="Nobody but you sees it."
        rows={2}
        limit={LIMITS.max_note}
        value={form.values.note}
        error={form.errorAt("note")}
        onChange={(event) => {
          form.set("note", event.target.value);
        }}
      />
      <Alert problem={form.problem} fields={["note"]} />
      {form.values.note !== saved && (
        <div className="button-row">
          <Button type="submit" busy={form.busy}>
            Save the note
          </Button>
        </div>
      )}
    </form>
  );
}
