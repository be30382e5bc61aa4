import type { ReactNode } from "react";
import "./empty.css";

interface Props {
  title: string;
  children?: ReactNode;
}

/** What stands where there is nothing yet: an invitation rather than a void. */
export function Empty({ title, children }: Props) {
  return (
    <div className="empty">
      <p className="empty-title">{title}</p>
      {children}
    </div>
  );
}

/** Shown only if something takes long enough to be noticed. */
export function Waiting({ what }: { what: string }) {
  return (
    <p className="waiting" role="status">
      {what}
    </p>
  );
}
