/** What the browser client knows: plain data, never changed in place. */

import type {
  Community,
  DirectChannel,
  Event,
  Failure,
  LinkState,
  Me,
  MemberCard,
  Message,
  Room,
  RoomPresence,
} from "hubbub";
import type { DoorAnswers } from "./door-answers";
import { NOBODY_KNOWN, type People } from "./people-fold";

/** Who is at this browser. */
export type Caller =
  /** Not asked yet. */
  | { readonly kind: "unknown" }
  /** Nobody is signed in; `reason` says why not any more. */
  | { readonly kind: "nobody"; readonly reason: FarewellReason | null }
  | { readonly kind: "member"; readonly me: Me };

/** Why a sign-in ended without the member's doing. */
export type FarewellReason = "expired" | "signed_out" | "banned";

/** A part of a stream's messages as they now stand: one contiguous stretch. */
export interface Timeline {
  /** `failed`: the first page could not be had, see `failure`. */
  readonly phase: "loading" | "ready" | "failed";
  /** Why the latest page could not be had. */
  readonly failure: Failure | null;
  /** Ascending by `seq`, deleted ones included. */
  readonly messages: readonly Message[];
  /** Whether the stream has older messages than the first of these. */
  readonly moreBefore: boolean;
  /** Whether it has newer ones than the last; then new ones are not appended. */
  readonly moreAfter: boolean;
  /** The page under way, if one is. */
  readonly loading: PageSide | null;
  /** The messages stand as they do after this event … */
  readonly asOf: number;
  /** … but for those of a page that was newer: each by its `seq`, with the event it stands after. */
  readonly ahead: ReadonlyMap<number, number>;
  /** The events since the page under way was asked for, which it may not contain. */
  readonly meanwhile: readonly Event[];
}

/** Which page: the first one of a stretch, or the one that continues it. */
export type PageSide = "fresh" | "before" | "after";

/** A message of one's own that is not in the stream yet. It survives a reload of the page. */
export interface PendingMessage {
  readonly key: string;
  readonly stream: string;
  readonly body: string;
  readonly replyTo: number | null;
  /** When it was written, in milliseconds since 1970 by this device's clock. */
  readonly writtenAt: number;
  /** `sent`: the hub has it, and its event is about to come. */
  readonly phase: "pending" | "sent" | "failed";
  /** Why it failed. */
  readonly failure: Failure | null;
  /** The id of the message in the stream that it became, or most likely did. */
  readonly id: string | null;
  /** Its place in the stream, once the hub has named it. */
  readonly seq: number | null;
}

/** Who writes where: stream → member → until when it is believed (milliseconds since 1970). */
export type Typing = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** By room: the inbox's latest event about those who ask to join it. */
export type Askings = ReadonlyMap<string, number>;

/** Everything that the client knows. */
export interface State {
  readonly caller: Caller;
  /** Null until it is fetched. */
  readonly community: Community | null;
  readonly link: LinkState;
  /** The rooms one belongs to, and those one has looked at, by id; each as of its `head`. */
  readonly rooms: ReadonlyMap<string, Room>;
  /** Whether `rooms` holds all the rooms that one belongs to. */
  readonly roomsKnown: boolean;
  /** One's direct channels by id, hidden and ended ones too; each as of its `head`. */
  readonly directs: ReadonlyMap<string, DirectChannel>;
  /** Whether `directs` holds all of them. */
  readonly directsKnown: boolean;
  /** Requests, introductions and blocks. */
  readonly people: People;
  /** By stream. */
  readonly timelines: ReadonlyMap<string, Timeline>;
  /** In the order in which they were written. */
  readonly pending: readonly PendingMessage[];
  /** By id; fetched when an id turns up that is not here. */
  readonly members: ReadonlyMap<string, MemberCard>;
  readonly typing: Typing;
  /** What hosts answered to one's asking to join, by room. */
  readonly answers: DoorAnswers;
  /** Changes with what happens to the join requests of the rooms that one hosts. */
  readonly askings: Askings;
  /** Who is present in the rooms and direct channels that are received, by stream; as last heard. */
  readonly presence: ReadonlyMap<string, RoomPresence>;
  /** What one has begun to write, by stream. */
  readonly drafts: ReadonlyMap<string, Draft>;
}

/** A message one has begun to write. It survives a reload of the page. */
export interface Draft {
  readonly body: string;
  readonly replyTo: number | null;
}

/** What is known before anything is. */
export const NOTHING_KNOWN: State = {
  caller: { kind: "unknown" },
  community: null,
  link: { phase: "stopped" },
  rooms: new Map(),
  roomsKnown: false,
  directs: new Map(),
  directsKnown: false,
  people: NOBODY_KNOWN,
  timelines: new Map(),
  pending: [],
  members: new Map(),
  typing: new Map(),
  answers: new Map(),
  askings: new Map(),
  presence: new Map(),
  drafts: new Map(),
};
