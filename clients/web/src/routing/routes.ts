/** The addresses of the screens, both ways. */

export type RoomPanel = "about" | "members" | "pins" | "requests" | "invitations";

export type PeopleTab =
  | "requests"
  | "connections"
  | "later"
  | "blocked"
  | "introductions"
  | "suggestions"
  | "codes"
  | "settings";

export type Route =
  | { screen: "home" }
  | { screen: "set-up" }
  | { screen: "sign-in" }
  | { screen: "register" }
  | { screen: "invite" }
  | { screen: "discover"; text: string; tag: string; kind: string }
  | { screen: "new-room" }
  | { screen: "room"; room: string; seq: number | null; panel: RoomPanel | null }
  | { screen: "direct"; channel: string; seq: number | null }
  | { screen: "people"; tab: PeopleTab }
  | { screen: "contact" }
  | { screen: "members" }
  | { screen: "settings" }
  | { screen: "community" }
  | { screen: "unknown" };

const PLAIN: Readonly<Record<string, Route>> = {
  "/": { screen: "home" },
  "/setup": { screen: "set-up" },
  "/sign-in": { screen: "sign-in" },
  "/register": { screen: "register" },
  "/invite": { screen: "invite" },
  "/new-room": { screen: "new-room" },
  "/people": { screen: "people", tab: "requests" },
  "/contact": { screen: "contact" },
  "/members": { screen: "members" },
  "/settings": { screen: "settings" },
  "/community": { screen: "community" },
};
const PANELS: readonly string[] = [
  "about",
  "members",
  "pins",
  "requests",
  "invitations",
] satisfies RoomPanel[];
const TABS: readonly string[] = [
  "connections",
  "later",
  "blocked",
  "introductions",
  "suggestions",
  "codes",
  "settings",
] satisfies PeopleTab[];
const ROOM = /^\/rooms\/([0-9a-f-]{36})(?:\/(\d{1,16}))?$/;
const DIRECT = /^\/direct\/([0-9a-f-]{36})(?:\/(\d{1,16}))?$/;

/** Which screen an address (path and query) stands for. */
export function routeOf(address: string): Route {
  const { pathname, searchParams } = new URL(`http://here${address}`);
  const path = pathname === "/" ? pathname : pathname.replace(/\/$/, "");
  const plain = PLAIN[path];
  if (plain) return plain;
  if (path === "/discover") {
    const word = (name: string): string => searchParams.get(name) ?? "";
    return { screen: "discover", text: word("text"), tag: word("tag"), kind: word("kind") };
  }
  if (path.startsWith("/people/")) {
    const tab = path.slice("/people/".length);
    return isTab(tab) ? { screen: "people", tab } : { screen: "unknown" };
  }
  const direct = DIRECT.exec(path);
  if (direct?.[1] !== undefined) {
    return { screen: "direct", channel: direct[1], seq: seqIn(direct[2]) };
  }
  const room = ROOM.exec(path);
  if (room?.[1] === undefined) return { screen: "unknown" };
  const panel = searchParams.get("panel");
  return {
    screen: "room",
    room: room[1],
    seq: seqIn(room[2]),
    panel: panel !== null && isPanel(panel) ? panel : null,
  };
}

function seqIn(digits: string | undefined): number | null {
  return digits === undefined ? null : Number(digits);
}

function isTab(name: string): name is PeopleTab {
  return TABS.includes(name);
}

function isPanel(name: string): name is RoomPanel {
  return PANELS.includes(name);
}

/** The address of a room, of a message in it, or of one of its side panels. */
export function roomAddress(room: string, place: { seq?: number; panel?: RoomPanel } = {}): string {
  const message = place.seq === undefined ? "" : `/${place.seq}`;
  const panel = place.panel === undefined ? "" : `?panel=${place.panel}`;
  return `/rooms/${room}${message}${panel}`;
}

/** The address of a direct channel, or of a message in it. */
export function directAddress(channel: string, seq?: number): string {
  return seq === undefined ? `/direct/${channel}` : `/direct/${channel}/${seq}`;
}

/** The address of what one sees of people. */
export function peopleAddress(tab: PeopleTab): string {
  return tab === "requests" ? "/people" : `/people/${tab}`;
}

/** The address of a search for rooms. */
export function discoverAddress(query: { text?: string; tag?: string; kind?: string }): string {
  const words = new URLSearchParams(
    Object.entries(query).filter(([, word]) => word !== ""),
  ).toString();
  return words === "" ? "/discover" : `/discover?${words}`;
}
