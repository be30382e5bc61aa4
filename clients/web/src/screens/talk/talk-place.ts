/** Where one talks: a room or a direct channel, as far as the talk differs between them. */

import type { ReactNode } from "react";
import type { Rights } from "../../components/talk/talk";
import type { FindMentionable } from "../../deeds/use-mentions";

export interface TalkPlace {
  stream: string;
  /** The room, for what begins with a member whom one met there; null in a direct channel. */
  room: string | null;
  /** What the list of messages and the box below it are called. */
  listLabel: string;
  boxLabel: string;
  /** The address of the place, or of a message in it. The same function as long as it lasts. */
  address: (seq?: number) => string;
  /** How far one has read, and how much lies behind; null for one who only looks in. */
  marked: { read: number; unread: number } | null;
  mayRead: boolean;
  rights: Rights;
  findMentionable: FindMentionable;
  /** What stands above the first message. */
  beginning: (isEmpty: boolean) => ReactNode;
  /** Why one cannot write; null for one who can. */
  closed: ReactNode;
}
