import {
  useId,
  type InputHTMLAttributes,
  type ReactNode,
  type SelectHTMLAttributes,
  type TextareaHTMLAttributes,
} from "react";
import { lengthOf } from "../text/counting";
import "./field.css";

interface Common {
  label: string;
  /** Said below the field before anything is wrong. */
  hint?: ReactNode;
  /** What the hub has against the present value. */
  error?: string | undefined;
}

interface Wiring {
  id: string;
  "aria-describedby": string | undefined;
  "aria-invalid": boolean;
}

type FrameProps = Common & { count?: string | undefined; children: (wiring: Wiring) => ReactNode };

/** Label, control, hint and error, tied together for those who hear them. */
function FieldFrame({ label, hint, error, count, children }: FrameProps) {
  const id = useId();
  const noteId = `${id}-note`;
  const hasNote = error !== undefined || hint !== undefined || count !== undefined;
  const wiring = {
    id,
    "aria-describedby": hasNote ? noteId : undefined,
    "aria-invalid": error !== undefined,
  };
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children(wiring)}
      {hasNote && (
        <p className="field-note" id={noteId}>
          {error === undefined ? <span>{hint}</span> : <span className="field-error">{error}</span>}
          {count !== undefined && <span className="field-count">{count}</span>}
        </p>
      )}
    </div>
  );
}

/** What is used of a limit, shown from four fifths on, or always. */
function countOf(
  value: unknown,
  limit: number | undefined,
  isAlwaysShown = false,
): string | undefined {
  if (limit === undefined || typeof value !== "string") return undefined;
  const length = lengthOf(value);
  return isAlwaysShown || length * 5 >= limit * 4 ? `${length} of ${limit}` : undefined;
}

type TextFieldProps = Common &
  InputHTMLAttributes<HTMLInputElement> & {
    limit?: number;
    /** Whether the characters are counted from the first one on. */
    isCounted?: boolean;
  };

export function TextField(props: TextFieldProps) {
  const { label, hint, error, limit, isCounted = false, ...rest } = props;
  const count = countOf(rest.value, limit, isCounted);
  return (
    <FieldFrame label={label} hint={hint} error={error} count={count}>
      {(wiring) => <input type="text" autoComplete="off" {...rest} {...wiring} />}
    </FieldFrame>
  );
}

type TextAreaFieldProps = Common & TextareaHTMLAttributes<HTMLTextAreaElement> & { limit?: number };

export function TextAreaField({ label, hint, error, limit, ...rest }: TextAreaFieldProps) {
  return (
    <FieldFrame label={label} hint={hint} error={error} count={countOf(rest.value, limit)}>
      {(wiring) => <textarea rows={3} {...rest} {...wiring} />}
    </FieldFrame>
  );
}

type SelectFieldProps = Common & SelectHTMLAttributes<HTMLSelectElement>;

export function SelectField({ label, hint, error, children, ...rest }: SelectFieldProps) {
  return (
    <FieldFrame label={label} hint={hint} error={error}>
      {(wiring) => (
        <select {...rest} {...wiring}>
          {children}
        </select>
      )}
    </FieldFrame>
  );
}

type ChoiceProps = Omit<InputHTMLAttributes<HTMLInputElement>, "type"> & {
  type: "checkbox" | "radio";
  label: string;
  hint?: string;
};

/** A tick or a dot with its words beside it. */
export function Choice({ label, hint, ...rest }: ChoiceProps) {
  const id = useId();
  return (
    <div className="choice">
      <input {...rest} id={id} aria-describedby={hint === undefined ? undefined : `${id}-hint`} />
      <label htmlFor={id}>{label}</label>
      {hint !== undefined && (
        <p className="soft small" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}
