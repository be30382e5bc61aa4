import type { Room } from "hubbub";
import { IconButton } from "../../components/button";
import type { IconName } from "../../components/icon";
import { useShell } from "../../components/shell-context";
import { navigate } from "../../routing/history";
import { roomAddress, type RoomPanel } from "../../routing/routes";
import { counted } from "../../text/counting";
import { HereCount } from "./here-count";

const panels: readonly [RoomPanel, IconName, string][] = [
  ["pins", "pin", "Pinned messages"],
  ["members", "people", "Members"],
  ["about", "info", "About this room"],
];

interface Props {
  room: Room;
  panel: RoomPanel | null;
}

/** What a room is called and is for, and the ways to its side panels. */
export function RoomHeader({ room, panel }: Props) {
  const { openRail } = useShell();
  // Only those who belong to a room see who else does.
  const shown = panels.filter(([name]) => room.standing !== null || name === "about");
  return (
    <header className="room-head">
      <IconButton className="only-narrow" icon="menu" label="Show rooms" onClick={openRail} />
      <div className="room-head-words">
        <h1>{room.name}</h1>
        <p>
          {counted(room.members, "member")} · <HereCount stream={room.stream} />
          {room.purpose.statement}
        </p>
      </div>
      {shown.map(([name, icon, label]) => (
        <IconButton
          key={name}
          icon={icon}
          label={label}
          aria-pressed={panel === name}
          onClick={() => {
            navigate(roomAddress(room.id, panel === name ? {} : { panel: name }));
          }}
        />
      ))}
    </header>
  );
}
