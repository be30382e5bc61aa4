import type { ReactNode } from "react";
import { IconButton } from "./button";
import { useShell } from "./shell-context";
import { Title } from "./title";
import "./page.css";

interface Props {
  title: string;
  /** Beside the title, at the end of the line. */
  aside?: ReactNode;
  lead?: ReactNode;
  children: ReactNode;
}

/** A screen that is read like a page: a title, then what it is about. */
export function Page({ title, aside, lead, children }: Props) {
  const { openRail } = useShell();
  return (
    <>
      <Title of={title} />
      <main className="page" id="main" tabIndex={-1}>
        <header className="page-head">
          <IconButton className="only-narrow" icon="menu" label="Show rooms" onClick={openRail} />
          <h1>{title}</h1>
          {aside}
        </header>
        {lead !== undefined && <p className="page-lead">{lead}</p>}
        {children}
      </main>
    </>
  );
}
