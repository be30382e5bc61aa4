import { LIMITS } from "hubbub";
import { useState, type ReactNode } from "react";
import { useDeed } from "../deeds/use-deed";
import { Alert } from "./alert";
import { Button } from "./button";
import { Dialog } from "./dialog";
import { TextField } from "./field";

interface Props {
  title: string;
  /** The words on the button that does it. */
  deed: string;
  onConfirm: (reason: string) => Promise<void>;
  onClose: () => void;
  children: ReactNode;
}

/** Asks before somebody is sent away, and why. */
export function ReasonDialog({ title, deed, onConfirm, onClose, children }: Props) {
  const [reason, setReason] = useState("");
  const confirm = useDeed(async () => {
    await onConfirm(reason.trim());
    onClose();
  });
  const reasonError = confirm.problem?.field === "reason" ? confirm.problem.detail : undefined;
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
        <TextField
          label="Reason (if you like)"
          limit={LIMITS.max_reason}
          value={reason}
          error={reasonError}
          onChange={(event) => {
            setReason(event.target.value);
          }}
        />
        <Alert problem={confirm.problem} fields={["reason"]} />
        <div className="button-row">
          <Button onClick={onClose}>Cancel</Button>
          <Button look="danger" type="submit" busy={confirm.busy}>
            {deed}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
