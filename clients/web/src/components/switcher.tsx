import { useId, useState, type KeyboardEvent } from "react";
import { navigate } from "../routing/history";
import { directAddress, discoverAddress, roomAddress } from "../routing/routes";
import { useMyDirects, useMyRooms } from "../deeds/client";
import { Dialog } from "./dialog";
import "./switcher.css";

interface Option {
  id: string;
  name: string;
  note: string;
  address: string;
}

interface Place {
  option: Option;
  unread: number;
}

/** Go to a room or a direct channel by a few letters of its name. */
export function Switcher({ onClose }: { onClose: () => void }) {
  const rooms = useMyRooms();
  const directs = useMyDirects();
  const [query, setQuery] = useState("");
  const [active, setActive] = useState(0);
  const listId = useId();
  const words = query.trim().toLocaleLowerCase();

  const places: Place[] = [
    ...rooms.map(({ id, name, purpose, standing }) => ({
      option: { id, name, note: purpose.statement, address: roomAddress(id) },
      unread: standing?.unread ?? 0,
    })),
    ...directs.map(({ id, member, unread }) => ({
      option: {
        id,
        name: member.display_name,
        note: `@${member.username}`,
        address: directAddress(id),
      },
      unread,
    })),
  ];
  const options = places
    .filter(({ option }) => option.name.toLocaleLowerCase().includes(words))
    .sort((one, other) => other.unread - one.unread)
    .slice(0, 8)
    .map(({ option }) => option);
  if (words !== "") {
    const address = discoverAddress({ text: query.trim() });
    options.push({ id: "find", name: `Find rooms about “${query.trim()}”`, note: "", address });
  }

  const go = (option: Option | undefined): void => {
    if (option === undefined) return;
    onClose();
    navigate(option.address);
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Enter") go(options[active]);
    else if (step !== undefined && options.length > 0) {
      setActive((active + step + options.length) % options.length);
    } else return;
    event.preventDefault();
  };

  return (
    <Dialog title="Go to a room" bare onClose={onClose}>
      <input
        className="switcher-query"
        type="text"
        role="combobox"
        aria-label="Go to a room"
        aria-expanded={options.length > 0}
        aria-controls={listId}
        aria-activedescendant={options[active] && `${listId}-${options[active].id}`}
        placeholder="Go to …"
        autoComplete="off"
        value={query}
        onChange={(event) => {
          setQuery(event.target.value);
          setActive(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div className="switcher-list" id={listId} role="listbox" aria-label="Rooms and people">
        {options.map((option, index) => (
          // The keyboard's way goes through the text field, as the combobox pattern has it.
          // eslint-disable-next-line jsx-a11y-x/click-events-have-key-events
          <div
            key={option.id}
            id={`${listId}-${option.id}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === active}
            onClick={() => {
              go(option);
            }}
          >
            <b>{option.name}</b>
            <span>{option.note}</span>
          </div>
        ))}
      </div>
    </Dialog>
  );
}
