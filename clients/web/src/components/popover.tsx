import { useEffect, useRef, useState, type ReactNode, type RefObject } from "react";
import { IconButton } from "./button";
import type { IconName } from "./icon";
import "./popover.css";

interface Props {
  icon: IconName;
  label: string;
  kind: "menu" | "dialog";
  tabIndex?: number;
  /** What is shown; `close` puts it away. */
  children: (close: () => void) => ReactNode;
}

/** A button with something that opens beside it, above everything else on the page. */
export function Popover({ icon, label, kind, tabIndex, children }: Props) {
  const [isOpen, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  // The press on the button closes the open popover before the click comes.
  const wasOpen = useRef(false);

  return (
    <>
      <IconButton
        ref={button}
        icon={icon}
        label={label}
        tabIndex={tabIndex}
        aria-haspopup={kind}
        aria-expanded={isOpen}
        onPointerDown={() => {
          wasOpen.current = isOpen;
        }}
        onClick={(event) => {
          const isByKey = event.detail === 0;
          setOpen(isByKey ? !isOpen : !wasOpen.current);
        }}
      />
      {isOpen && (
        <Floating
          anchor={button}
          onClose={() => {
            setOpen(false);
          }}
        >
          {children}
        </Floating>
      )}
    </>
  );
}

interface FloatingProps {
  anchor: RefObject<HTMLElement | null>;
  onClose: () => void;
  children: (close: () => void) => ReactNode;
}

function Floating({ anchor, onClose, children }: FloatingProps) {
  const box = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    element.showPopover();
    if (anchor.current) placeBeside(element, anchor.current);
    element.querySelector<HTMLElement>("button, input")?.focus();
  }, [anchor]);

  return (
    <div
      ref={box}
      className="popover"
      popover="auto"
      onToggle={(event) => {
        if (event.newState === "closed") onClose();
      }}
    >
      {children(() => {
        // What is chosen may open a dialog, which gives the focus back to where it was.
        anchor.current?.focus();
        onClose();
      })}
    </div>
  );
}

const GAP = 4;
const MARGIN = 8;

/** Below the anchor where there is room, else above; never over the window's edge. */
function placeBeside(element: HTMLElement, anchor: HTMLElement): void {
  const at = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = element;
  const fitsBelow = at.bottom + GAP + height + MARGIN <= window.innerHeight;
  const top = fitsBelow ? at.bottom + GAP : Math.max(MARGIN, at.top - GAP - height);
  const left = Math.min(Math.max(MARGIN, at.right - width), window.innerWidth - width - MARGIN);
  element.style.top = `${top}px`;
  element.style.left = `${left}px`;
}
