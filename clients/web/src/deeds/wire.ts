/** Names for parts of the wire's types. */

import type { CreateRoom, PeopleSettings, Purpose, RoomMember } from "hubbub";

export type PurposeKind = Purpose["kind"];
export type Openings = NonNullable<PeopleSettings["openings"]>;
export type Role = RoomMember["role"];
/** What a room's form gives: enough to make a room, or to change one. */
export type RoomDraft = Pick<CreateRoom, "name" | "purpose" | "access" | "look">;
