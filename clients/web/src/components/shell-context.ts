import { createContext, use } from "react";

/** What screens may ask of the frame around them. */
export interface Shell {
  /** Show the list of rooms where it is hidden. */
  openRail: () => void;
  openSwitcher: () => void;
  /** Show a member, whom one met in a room if one is named. */
  showMember: (id: string, room?: string | null) => void;
}

export const ShellContext = createContext<Shell | null>(null);

/** The frame around the present screen. */
export function useShell(): Shell {
  const shell = use(ShellContext);
  if (shell === null) throw new Error("a screen is drawn outside of the shell");
  return shell;
}
