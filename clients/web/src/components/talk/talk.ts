/** What every message of a room needs to know to be drawn. */

import { createContext, use } from "react";
import type { FindMentionable } from "../../deeds/use-mentions";
import type { Me, MemberCard, Message } from "hubbub";

export interface Rights {
  /** Write, react, and edit one's own. */
  mayWrite: boolean;
  /** Delete one's own. */
  mayErase: boolean;
  /** Pin, and delete what others wrote. */
  mayModerate: boolean;
}

export interface TalkDeeds {
  toggleReaction: (message: Message, emoji: string) => void;
  reply: (message: Message) => void;
  startEdit: (message: Message) => void;
  saveEdit: (message: Message, body: string) => void;
  endEdit: () => void;
  askDelete: (message: Message) => void;
  togglePin: (message: Message) => void;
  copyLink: (message: Message) => void;
  goTo: (seq: number) => void;
  showMember: (id: string) => void;
}

export interface Talk {
  stream: string;
  me: Me;
  rights: Rights;
  cards: ReadonlyMap<string, MemberCard>;
  /** The longest body that the hub takes. */
  bodyLimit: number;
  findMentionable: FindMentionable;
  deeds: TalkDeeds;
}

export const TalkContext = createContext<Talk | null>(null);

/** The talk that a component is drawn in. */
export function useTalk(): Talk {
  const talk = use(TalkContext);
  if (talk === null) throw new Error("a message is drawn outside of a room");
  return talk;
}

/** How a member is called, also when nothing is known of them. */
export function nameOf(cards: ReadonlyMap<string, MemberCard>, id: string): string {
  return cards.get(id)?.display_name ?? "Somebody";
}
