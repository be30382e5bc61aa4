import { useRef, type KeyboardEvent } from "react";
import { Icon, type IconName } from "./icon";
import { Popover } from "./popover";
import "./menu.css";

export interface MenuItem {
  icon: IconName;
  label: string;
  onChoose: () => void;
  danger?: boolean;
}

interface Props {
  icon: IconName;
  label: string;
  items: readonly MenuItem[];
  tabIndex?: number;
}

/** A button that opens a short list of deeds. */
export function Menu({ icon, label, items, tabIndex = 0 }: Props) {
  return (
    <Popover icon={icon} label={label} kind="menu" tabIndex={tabIndex}>
      {(close) => <MenuList label={label} items={items} onClose={close} />}
    </Popover>
  );
}

interface ListProps {
  label: string;
  items: readonly MenuItem[];
  onClose: () => void;
}

function MenuList({ label, items, onClose }: ListProps) {
  const list = useRef<HTMLDivElement>(null);

  const step = (event: KeyboardEvent): void => {
    const buttons = [...(list.current?.querySelectorAll("button") ?? [])];
    const at = buttons.findIndex((button) => button === document.activeElement);
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
    if (next === undefined) return;
    buttons.at(next % buttons.length)?.focus();
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div className="menu" role="menu" tabIndex={-1} aria-label={label} ref={list} onKeyDown={step}>
      {items.map((item) => (
        <button
          key={item.label}
          type="button"
          role="menuitem"
          className={item.danger === true ? "menu-danger" : ""}
          onClick={() => {
            onClose();
            item.onChoose();
          }}
        >
          <Icon name={item.icon} />
          {item.label}
        </button>
      ))}
    </div>
  );
}
