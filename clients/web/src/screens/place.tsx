import { useEffect } from "react";
import { Title } from "../components/title";
import { useKnown, useMyRooms } from "../deeds/client";
import { navigate } from "../routing/history";
import { roomAddress, type Route } from "../routing/routes";
import { CommunityScreen } from "./community";
import { useContactCode, useKeptCode } from "../deeds/kept-code";
import { ContactScreen } from "./contact";
import { DirectScreen } from "./direct";
import { DiscoverScreen } from "./discover";
import { InviteScreen } from "./invite";
import { MembersScreen } from "./members";
import { NewRoomScreen } from "./new-room";
import { PeopleScreen } from "./people";
import { RoomScreen } from "./room";
import { SettingsScreen } from "./settings";
import { UnknownScreen } from "./unknown";

/** The screen that an address stands for, for members. */
export function Place({ route }: { route: Route }) {
  switch (route.screen) {
    case "room":
      return <RoomScreen key={route.room} room={route.room} seq={route.seq} panel={route.panel} />;
    case "discover":
      return <DiscoverScreen text={route.text} tag={route.tag} kind={route.kind} />;
    case "new-room":
      return <NewRoomScreen />;
    case "direct":
      return <DirectScreen key={route.channel} channel={route.channel} seq={route.seq} />;
    case "people":
      return <PeopleScreen tab={route.tab} />;
    case "contact":
      return <ContactScreen />;
    case "members":
      return <MembersScreen />;
    case "settings":
      return <SettingsScreen />;
    case "community":
      return <CommunityScreen />;
    case "unknown":
      return <UnknownScreen />;
    case "invite":
      return <InviteScreen />;
    case "sign-in":
    case "register":
      return <Arrival />;
    case "home":
    case "set-up":
      return <Home />;
  }
}

/** Just signed in: to what one came with a code for, or else to nowhere in particular. */
function Arrival() {
  const isInvited = useKeptCode() !== null;
  const hasContactCode = useContactCode() !== null;
  if (isInvited) return <InviteScreen />;
  return hasContactCode ? <ContactScreen /> : <Home />;
}

/** Nowhere in particular: the first of one's rooms, or the search for one. */
function Home() {
  const rooms = useMyRooms();
  const isKnown = useKnown((state) => state.roomsKnown);
  const first = rooms.find((room) => (room.standing?.unread ?? 0) > 0) ?? rooms[0];
  const address = first === undefined ? "/discover" : roomAddress(first.id);
  useEffect(() => {
    if (isKnown) navigate(address, { replace: true });
  }, [isKnown, address]);
  return <Title of="Home" />;
}
