import type { ReactNode } from "react";
import { useDeed } from "../deeds/use-deed";
import { Alert } from "./alert";
import { Button } from "./button";
import { Dialog } from "./dialog";

interface Props {
  title: string;
  /** The words on the button that does it. */
  deed: string;
  /** The words on the one that does not. */
  keep?: string;
  onConfirm: () => Promise<void>;
  onClose: () => void;
  children: ReactNode;
}

/** Asks before something that cannot be taken back. */
export function ConfirmDialog(props: Props) {
  const { title, deed, keep = "Keep it", onConfirm, onClose, children } = props;
  const confirm = useDeed(async () => {
    await onConfirm();
    onClose();
  });
  return (
    <Dialog title={title} onClose={onClose}>
      <div>{children}</div>
      <Alert problem={confirm.problem} />
      <div className="button-row">
        <Button onClick={onClose}>{keep}</Button>
        <Button look="danger" busy={confirm.busy} onClick={() => void confirm.run()}>
          {deed}
        </Button>
      </div>
    </Dialog>
  );
}
