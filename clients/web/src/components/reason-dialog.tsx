import { LIMITS } from "hubbub";
import { useState, type ReactNode } from "react";
import { useDeed } from "../deeds/use-deed";
import { Alert } from "./alert";
import { Button } from "./button";
import { Dialog } from "./dialog";
import { TextAreaField } from "./field";

interface Props {
  title: string;
  /** The words on the button that does it. */
  deed: string;
  onConfirm: (words: string) => Promise<void>;
  onClose: () => void;
  children: ReactNode;
  /** What is asked for: the reason of one who sends somebody away, unless something else is. */
  words?: Words;
  look?: "danger" | "primary";
}

interface Words {
  label: string;
  /** The field's name on the wire. */
  field: string;
  limit: number;
  required?: boolean;
  hint?: string;
}

const REASON: Words = { label: "Reason (if you like)", field: "reason", limit: LIMITS.max_reason };

/** Asks for a few words before something is done about somebody. */
export function ReasonDialog(props: Props) {
  const { title, deed, onConfirm, onClose, children, words = REASON, look = "danger" } = props;
  const [text, setText] = useState("");
  const confirm = useDeed(async () => {
    await onConfirm(text.trim().replace(/\s+/g, " ")); // it is one line on the wire
    onClose();
  });
  const error = confirm.problem?.field === words.field ? confirm.problem.detail : undefined;
  return (
    <Dialog title={title} onClose={onClose}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          void confirm.run();
        }}
      >
        <p className="soft">{children}</p>
        <TextAreaField
          label={words.label}
          required={words.required ?? false}
          hint={words.hint}
          limit={words.limit}
          value={text}
          error={error}
          onChange={(event) => {
            setText(event.target.value);
          }}
        />
        <Alert problem={confirm.problem} fields={[words.field]} />
        <div className="button-row">
          <Button onClick={onClose}>Cancel</Button>
          <Button look={look} type="submit" busy={confirm.busy}>
            {deed}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
