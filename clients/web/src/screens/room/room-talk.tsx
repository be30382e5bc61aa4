import type { Room } from "hubbub";
import { useCallback, useMemo, type ReactNode } from "react";
import type { Rights } from "../../components/talk/talk";
import { roomAddress } from "../../routing/routes";
import { TalkView } from "../talk/talk-view";
import { JoinBar } from "./join-bar";
import { RoomStart } from "./room-start";
import { useFindMentionable } from "./use-find-mentionable";

interface Props {
  room: Room;
  /** The message that the address names. */
  seq: number | null;
}

/** The talk of a room. */
export function RoomTalk({ room, seq }: Props) {
  const { id, stream, standing, look, name } = room;
  const findMentionable = useFindMentionable(room);
  const address = useCallback(
    (place?: number) => roomAddress(id, place === undefined ? {} : { seq: place }),
    [id],
  );
  const role = standing?.role ?? null;
  const mayWrite = role !== null && room.state === "active";
  const mayModerate = mayWrite && role !== "member";
  const rights = useMemo<Rights>(
    () => ({ mayWrite, mayErase: mayWrite, mayModerate }),
    [mayWrite, mayModerate],
  );
  return (
    <TalkView
      seq={seq}
      place={{
        stream,
        room: id,
        listLabel: `Messages in ${name}`,
        boxLabel: `Message ${name}`,
        address,
        marked: standing,
        mayRead: standing !== null || look,
        rights,
        findMentionable,
        beginning: (isEmpty) => <RoomStart room={room} isEmpty={isEmpty} />,
        closed: closedBecause(room),
      }}
    />
  );
}

function closedBecause(room: Room): ReactNode {
  // One who asked may take it back, archived or not.
  if (room.state === "archived" && !room.asked) {
    return <p className="room-closed">This room is archived: it can be read, not written in.</p>;
  }
  return room.standing === null ? <JoinBar room={room} /> : null;
}
