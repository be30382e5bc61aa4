import { useCallback, useEffect, useMemo, useState, type ReactNode } from "react";
import { useAnswerNotices } from "../deeds/use-answer-notices";
import { useDrawer } from "../deeds/use-drawer";
import { usePeopleNotices } from "../deeds/use-people-notices";
import type { Route } from "../routing/routes";
import { LinkBanner } from "./link-banner";
import { PersonCard } from "./person-card";
import { Rail } from "./rail";
import { ShellContext, type Shell as ShellDeeds } from "./shell-context";
import { Switcher } from "./switcher";
import "./shell.css";

/** The frame around every screen of a member: rooms at the side, the link's state above. */
export function Shell({ route, children }: { route: Route; children: ReactNode }) {
  const [isRailOpen, setRailOpen] = useState(false);
  const [isSwitching, setSwitching] = useState(false);
  const [shown, setShown] = useState<{ member: string; room: string | null } | null>(null);
  const closeRail = useCallback(() => {
    setRailOpen(false);
  }, []);
  const rail = useDrawer<HTMLDivElement>(isRailOpen, closeRail);
  useAnswerNotices();
  usePeopleNotices();
  useKeys({
    onSwitch: () => {
      setSwitching(true);
    },
    onEscape: closeRail,
  });

  const deeds = useMemo<ShellDeeds>(
    () => ({
      openRail: () => {
        setRailOpen(true);
      },
      openSwitcher: () => {
        setRailOpen(false);
        setSwitching(true);
      },
      showMember: (member, room = null) => {
        setShown({ member, room });
      },
    }),
    [],
  );

  return (
    <ShellContext value={deeds}>
      <a className="skip-link" href="#main">
        Skip to the content
      </a>
      <div className={isRailOpen ? "shell shell-rail-open" : "shell"}>
        <div className="shell-rail" ref={rail}>
          <Rail route={route} onGo={closeRail} />
        </div>
        {isRailOpen && (
          <button
            type="button"
            className="shell-shade"
            aria-label="Hide rooms"
            onClick={closeRail}
          />
        )}
        <div className="shell-main">
          <LinkBanner />
          <div className="shell-screen">{children}</div>
        </div>
      </div>
      {isSwitching && (
        <Switcher
          onClose={() => {
            setSwitching(false);
          }}
        />
      )}
      {shown !== null && (
        <PersonCard
          {...shown}
          onClose={() => {
            setShown(null);
          }}
        />
      )}
    </ShellContext>
  );
}

/** The keys that work everywhere. */
function useKeys({ onSwitch, onEscape }: { onSwitch: () => void; onEscape: () => void }): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
        event.preventDefault();
        onSwitch();
      } else if (event.key === "Escape") onEscape();
    };
    window.addEventListener("keydown", onKey);
    return () => {
      window.removeEventListener("keydown", onKey);
    };
  });
}
