import { useId, useLayoutEffect, useRef, type ReactNode } from "react";
import { noteOpened } from "../deeds/dialogs";
import { IconButton } from "./button";
import { Notices } from "./notices";
import "./dialog.css";

interface Props {
  title: string;
  /** Called when it should go away: Esc, the cross, a press beside it. */
  onClose: () => void;
  children: ReactNode;
  /** No heading and cross: the content has its own. */
  bare?: boolean;
}

/** A window over the page. The browser keeps the focus inside and gives it back afterwards. */
export function Dialog({ title, onClose, children, bare = false }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();

  // Before the page is drawn anew: only while it is in the page can it give the focus back.
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    const noteClosed = noteOpened(titleId);
    return () => {
      element?.close();
      noteClosed();
      // Where it was opened from may have gone meanwhile.
      const focused = document.activeElement;
      const isLost = focused === document.body || element?.contains(focused) === true;
      if (isLost) document.getElementById("main")?.focus();
    };
  }, [titleId]);

  return (
    // A press beside it is a convenience; Esc does the same for the keyboard.
    // eslint-disable-next-line jsx-a11y-x/click-events-have-key-events, jsx-a11y-x/no-noninteractive-element-interactions
    <dialog
      ref={dialog}
      className="dialog"
      aria-label={bare ? title : undefined}
      aria-labelledby={bare ? undefined : titleId}
      onCancel={(event) => {
        if (event.target !== dialog.current) return; // React lets that of a dialog within come up
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        if (event.target === dialog.current) onClose();
      }}
    >
      <div className={bare ? "dialog-bare" : "dialog-body"}>
        {!bare && (
          <div className="dialog-head">
            <h2 id={titleId}>{title}</h2>
            <IconButton icon="close" label="Close" onClick={onClose} />
          </div>
        )}
        {children}
      </div>
      <Notices within={titleId} />
    </dialog>
  );
}
