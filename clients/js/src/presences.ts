import type { PresenceCommand, PresentFrame } from "./generated/wire.js";

/** `active`: at the device; `away`: the program runs, and nobody looks at it. */
export type PresenceState = PresenceCommand["state"];

/** Who is present in a room. */
export interface RoomPresence {
  readonly stream: string;
  /** By member id; null where they are too many to be named. */
  readonly members: ReadonlyMap<string, PresenceState> | null;
  readonly active: number;
  readonly away: number;
}

/** What the hub has said of each room, differences applied; and what one says of oneself. */
export class Presences {
  /** What this client says of itself, on this socket and on later ones. */
  own: PresenceState = "active";
  /** What the hub believes of this session: each begins as active. */
  #said: PresenceState = "active";
  readonly #rooms = new Map<string, RoomPresence>();

  /** Begin anew with a hub that knows nothing of this session. */
  beginSocket(): void {
    this.#said = "active";
  }

  /** Give what is to be said now. */
  take(): PresenceCommand[] {
    if (this.own === this.#said) return [];
    this.#said = this.own;
    return [{ t: "presence", state: this.own }];
  }

  /** Who is present as last heard; null before the hub has said. */
  find(stream: string): RoomPresence | null {
    return this.#rooms.get(stream) ?? null;
  }

  /** Take what the hub says of a room; null if it changes what is not known. */
  learn(frame: PresentFrame): RoomPresence | null {
    const known = this.find(frame.stream);
    const isWhole = frame.whole ?? false;
    if (known === null && !isWhole) return null;
    const room = after(isWhole ? null : known, frame);
    this.#rooms.set(frame.stream, room);
    return room;
  }

  /** Drop what is known of a room that is received no longer. */
  forget(stream: string): void {
    this.#rooms.delete(stream);
  }
}

function after(known: RoomPresence | null, frame: PresentFrame): RoomPresence {
  const { stream, counts } = frame;
  if (counts !== undefined && counts !== null) {
    return { stream, members: null, active: counts.active, away: counts.away };
  }
  const members = new Map(known?.members);
  for (const member of frame.active ?? []) members.set(member, "active");
  for (const member of frame.away ?? []) members.set(member, "away");
  for (const member of frame.gone ?? []) members.delete(member);
  const away = [...members.values()].filter((state) => state === "away").length;
  return { stream, members, active: members.size - away, away };
}
