/** The addresses of the screens, both ways. */

export type RoomPanel = "about" | "members" | "pins" | "requests" | "invitations";

export type Route =
  | { screen: "home" }
  | { screen: "set-up" }
  | { screen: "sign-in" }
  | { screen: "register" }
  | { screen: "invite" }
  | { screen: "discover"; text: string; tag: string; kind: string }
  | { screen: "new-room" }
  | { screen: "room"; room: string; seq: number | null; panel: RoomPanel | null }
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
const ROOM = /^\/rooms\/([0-9a-f-]{36})(?:\/(\d{1,16}))?$/;

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
  const room = ROOM.exec(path);
  if (room?.[1] === undefined) return { screen: "unknown" };
  const panel = searchParams.get("panel");
  return {
    screen: "room",
    room: room[1],
    seq: room[2] === undefined ? null : Number(room[2]),
    panel: panel !== null && isPanel(panel) ? panel : null,
  };
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

/** The address of a search for rooms. */
export function discoverAddress(query: { text?: string; tag?: string; kind?: string }): string {
  const words = new URLSearchParams(
    Object.entries(query).filter(([, word]) => word !== ""),
  ).toString();
  return words === "" ? "/discover" : `/discover?${words}`;
}
