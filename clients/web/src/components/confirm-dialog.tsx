import type { ReactNode } from "react";
import { useDeed } from "../deeds/use-deed";
import { Alert } from "./alert";
import { Button } from "./button";
import { Dialog } from "./dialog";

interface Props {
  title: string;
  /** The words on the button that does it. */
  deed: string;
  onConfirm: () => Promise<void>;
  onClose: () => void;
  children: ReactNode;
}

/** Asks before something that cannot be taken back. */
export function ConfirmDialog({ title, deed, onConfirm, onClose, children }: Props) {
  const confirm = useDeed(async () => {
    await onConfirm();
    onClose();
  });
  return (
    <Dialog title={title} onClose={onClose}>
      <div>{children}</div>
      <Alert problem={confirm.problem} />
      <div className="button-row">
        <Button onClick={onClose}>Keep it</Button>
        <Button look="danger" busy={confirm.busy} onClick={() => void confirm.run()}>
          {deed}
        </Button>
      </div>
    </Dialog>
  );
}
