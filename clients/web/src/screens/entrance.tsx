import type { ReactNode } from "react";
import { ThemeSwitch } from "../components/theme-switch";
import "./entrance.css";

interface Props {
  title: string;
  lead: ReactNode;
  children: ReactNode;
}

/** The house's front: what the screens before the sign-in have in common. */
export function Entrance({ title, lead, children }: Props) {
  return (
    <div className="entrance">
      <main className="entrance-card">
        <img className="entrance-sign" src="/icon.svg" alt="" width="48" height="48" />
        <h1>{title}</h1>
        <p className="entrance-lead">{lead}</p>
        {children}
      </main>
      <footer className="entrance-foot">
        <ThemeSwitch />
      </footer>
    </div>
  );
}
