import type { Room } from "hubbub";
import { OpeningPage } from "../components/opening-page";
import { Title } from "../components/title";
import { useClient, useKnown } from "../deeds/client";
import { useOpening } from "../deeds/use-opening";
import { Link } from "../routing/link";
import type { RoomPanel } from "../routing/routes";
import { AboutPanel } from "./room/about-panel";
import { AskingNote } from "./room/asking-note";
import { InvitationsPanel } from "./room/invitations-panel";
import { MembersPanel } from "./room/members-panel";
import { PinsPanel } from "./room/pins-panel";
import { RequestsPanel } from "./room/requests-panel";
import { RoomHeader } from "./room/room-header";
import { RoomTalk } from "./room/room-talk";
import "./room.css";

interface Props {
  room: string;
  seq: number | null;
  panel: RoomPanel | null;
}

/** A room: its talk, and beside it what is open about it. Mount it anew for each room. */
export function RoomScreen({ room: id, seq, panel }: Props) {
  const client = useClient();
  const room = useKnown((state) => state.rooms.get(id));
  // One who joins may read more than one who looks in.
  const isMember = room !== undefined && room.standing !== null;
  const opening = useOpening(() => client.openRoom(id), isMember);

  if (room === undefined) {
    return (
      <OpeningPage opening={opening} what="room">
        <Link href="/discover">Find another room</Link>
      </OpeningPage>
    );
  }
  return (
    <>
      <Title of={room.name} />
      <main className="room" id="main" tabIndex={-1}>
        <RoomHeader room={room} panel={panel} />
        <AskingNote room={room} panel={panel} />
        <RoomTalk room={room} seq={seq} />
      </main>
      <Panel room={room} panel={panel} />
    </>
  );
}

function Panel({ room, panel }: { room: Room; panel: RoomPanel | null }) {
  const mayHost = room.standing !== null && room.standing.role !== "member";
  switch (panel) {
    case "about":
      return <AboutPanel room={room} />;
    case "members":
      return <MembersPanel room={room} turn={`${room.members} ${room.standing?.role}`} />;
    case "pins":
      return <PinsPanel room={room} />;
    case "requests":
      return mayHost ? <RequestsPanel room={room} /> : null;
    case "invitations":
      return mayHost ? <InvitationsPanel room={room} /> : null;
    case null:
      return null;
  }
}
