import type { ButtonHTMLAttributes, MouseEvent, ReactNode, Ref } from "react";
import { Icon, type IconName } from "./icon";
import "./button.css";

type Look = "primary" | "plain" | "quiet" | "danger";

type ButtonProps = ButtonHTMLAttributes<HTMLButtonElement> & {
  look?: Look;
  icon?: IconName;
  /** Shows that the deed is under way; the button then does nothing. */
  busy?: boolean;
  ref?: Ref<HTMLButtonElement>;
  children: ReactNode;
};

export function Button(props: ButtonProps) {
  const { look = "plain", icon, busy = false, onClick, children, ...rest } = props;
  return (
    <button
      type="button"
      {...rest}
      className={`button button-${look} ${rest.className ?? ""}`}
      // Not `disabled`: that would take the focus from whoever pressed it, and a form that is
      // refused would leave them nowhere.
      aria-disabled={busy ? true : undefined}
      aria-busy={busy}
      onClick={busy ? doNothing : onClick}
    >
      {icon && <Icon name={icon} />}
      {children}
    </button>
  );
}

/** Enter in a field presses the button of its form, so this keeps the form from being sent, too. */
function doNothing(event: MouseEvent): void {
  event.preventDefault();
}

type IconButtonProps = Omit<ButtonHTMLAttributes<HTMLButtonElement>, "children"> & {
  icon: IconName;
  label: string;
  ref?: Ref<HTMLButtonElement>;
};

/** A button that shows only a drawing; its label is read aloud and shown as a tip. */
export function IconButton({ icon, label, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      title={label}
      {...rest}
      className={`icon-button ${rest.className ?? ""}`}
      aria-label={label}
    >
      <Icon name={icon} />
    </button>
  );
}
