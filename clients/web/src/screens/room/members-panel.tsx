import { useClient, useKnown, usePeopleTurn } from "../../deeds/client";
import { useDeferredValue, useState } from "react";
import { Alert } from "../../components/alert";
import { Button } from "../../components/button";
import { Empty, Waiting } from "../../components/empty";
import { TextField } from "../../components/field";
import { ReasonDialog } from "../../components/reason-dialog";
import { useDeed } from "../../deeds/use-deed";
import { usePages } from "../../deeds/use-pages";
import type { PresenceState, Room, RoomMember } from "hubbub";
import type { Role } from "../../deeds/wire";
import { presenceIn } from "../../state";
import { removalSentence } from "../../text/access";
import { BanList } from "./ban-list";
import { HostWays } from "./host-ways";
import { MemberRow } from "./member-row";
import { presentFirst } from "./present-first";
import { SidePanel } from "./side-panel";

interface Props {
  room: Room;
  /** Changes when somebody came, went, or has another role. */
  turn: string;
}

interface Asked {
  deed: "remove" | "ban";
  who: RoomMember;
}

const NOBODY: ReadonlyMap<string, PresenceState> = new Map();

/** Who belongs to a room, and the hosts' ways to look after it. */
export function MembersPanel({ room, turn }: Props) {
  const { api } = useClient();
  const [typed, setText] = useState("");
  const text = useDeferredValue(typed);
  const [asked, setAsked] = useState<Asked | null>(null);
  const [banTurn, setBanTurn] = useState(0);
  const path = { room: room.id };
  const blocks = usePeopleTurn("blocks");
  const pages = usePages<RoomMember>(`${room.id} ${turn} ${blocks} ${text}`, async (after) => {
    const page = await api.call("list_room_members", { path, query: { text, after, limit: 50 } });
    return { items: page.members, next: page.next };
  });
  const setRole = useDeed(async (who: RoomMember, role: Role) => {
    await api.call("set_role", { path: { ...path, member: who.member.id }, body: { role } });
    pages.reload();
  });
  const present = useKnown((state) => presenceIn(state, room.stream)?.members) ?? NOBODY;
  const role = room.standing?.role ?? null;
  const mayModerate = role === "host" || role === "owner";

  const sendAway = async ({ deed, who }: Asked, reason: string): Promise<void> => {
    const place = { path: { ...path, member: who.member.id }, body: { reason } };
    await api.call(deed === "ban" ? "ban_member" : "remove_member", place);
    pages.reload();
    setBanTurn((old) => old + 1);
  };

  return (
    <SidePanel room={room.id} title="Members">
      <HostWays room={room} />
      <TextField
        label="Find a member"
        type="search"
        maxLength={100}
        value={typed}
        onChange={(event) => {
          setText(event.target.value);
        }}
      />
      <Alert problem={pages.problem ?? setRole.problem} />
      {pages.items === null && pages.problem === null && <Waiting what="Looking …" />}
      {pages.items?.length === 0 && <Empty title="Nobody like that" />}
      <ul className="rows" aria-label={`Members of ${room.name}`}>
        {presentFirst(pages.items ?? [], present).map((who) => (
          <MemberRow
            key={who.member.id}
            who={who}
            room={room.id}
            presence={present.get(who.member.id) ?? null}
            role={role}
            onRole={(next) => void setRole.run(who, next)}
            onSendAway={(deed) => {
              setAsked({ deed, who });
            }}
          />
        ))}
      </ul>
      {pages.hasMore && (
        <Button busy={pages.isLoading} onClick={pages.loadMore}>
          More members
        </Button>
      )}
      {mayModerate && <BanList room={room.id} turn={`${turn} ${banTurn}`} />}
      {asked && (
        <ReasonDialog
          title={`${asked.deed === "ban" ? "Ban" : "Remove"} ${asked.who.member.display_name}?`}
          deed={asked.deed === "ban" ? "Ban" : "Remove"}
          onConfirm={(reason) => sendAway(asked, reason)}
          onClose={() => {
            setAsked(null);
          }}
        >
          {asked.deed === "ban"
            ? "They leave the room at once and cannot read it or come back until you lift the ban."
            : removalSentence(room)}
        </ReasonDialog>
      )}
    </SidePanel>
  );
}
