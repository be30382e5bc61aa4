import { useEffect, type ReactNode } from "react";
import { IconButton } from "../../components/button";
import { navigate } from "../../routing/history";
import { roomAddress } from "../../routing/routes";
import "./side-panel.css";

interface Props {
  room: string;
  title: string;
  children: ReactNode;
}

/** What stands beside a room's talk; on a phone it covers it. */
export function SidePanel({ room, title, children }: Props) {
  const close = (): void => {
    navigate(roomAddress(room));
  };

  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const isTaken = event.defaultPrevented || document.querySelector("dialog[open]") !== null;
      if (event.key === "Escape" && !isTaken) navigate(roomAddress(room));
    };
    window.addEventListener("keydown", onKey);
    return () => {
      window.removeEventListener("keydown", onKey);
    };
  }, [room]);

  return (
    <aside className="side-panel" aria-label={title}>
      <header>
        <h2>{title}</h2>
        <IconButton icon="close" label={`Close ${title.toLowerCase()}`} onClick={close} />
      </header>
      <div className="side-panel-body">{children}</div>
    </aside>
  );
}
