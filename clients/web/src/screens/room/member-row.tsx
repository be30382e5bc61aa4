import { Menu, type MenuItem } from "../../components/menu";
import { useShell } from "../../components/shell-context";
import { Who } from "../../components/who";
import type { PresenceState, RoomMember } from "hubbub";
import { useMe } from "../../deeds/client";
import type { Role } from "../../deeds/wire";

const roleWords: Readonly<Record<Role, string>> = { owner: "Owner", host: "Host", member: "" };

interface Props {
  who: RoomMember;
  room: string;
  presence: PresenceState | null;
  /** One's own role in the room. */
  role: Role | null;
  onRole: (role: Role) => void;
  onSendAway: (deed: "remove" | "ban") => void;
}

/** A member of a room with what one may do about them. */
export function MemberRow({ who, room, presence, role, onRole, onSendAway }: Props) {
  const me = useMe();
  const { showMember } = useShell();
  const isOneself = who.member.id === me.id;
  const maySendAway =
    !isOneself && (role === "owner" || (role === "host" && who.role === "member"));

  const items: MenuItem[] = [
    {
      icon: "info",
      label: "Show profile",
      onChoose: () => {
        showMember(who.member.id, room);
      },
    },
  ];
  if (role === "owner" && !isOneself) {
    for (const next of ["owner", "host", "member"] as const) {
      if (next === who.role) continue;
      const label = next === "member" ? "Make a plain member" : `Make ${next}`;
      items.push({
        icon: "people",
        label,
        onChoose: () => {
          onRole(next);
        },
      });
    }
  }
  if (maySendAway) {
    items.push(
      {
        icon: "leave",
        label: "Remove …",
        danger: true,
        onChoose: () => {
          onSendAway("remove");
        },
      },
      {
        icon: "trash",
        label: "Ban …",
        danger: true,
        onChoose: () => {
          onSendAway("ban");
        },
      },
    );
  }

  return (
    <li>
      <Who member={who.member} note={roleWords[who.role]} presence={presence} />
      <Menu icon="more" label={`What to do about ${who.member.display_name}`} items={items} />
    </li>
  );
}
