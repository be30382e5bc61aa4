/** What screens may do: the store of what is known, and the deeds that change the world. */

import type { Api, CreateRoom, Message, Register, Room, SetUp, SignIn } from "hubbub";
import type { Draft } from "./model";
import type { Store } from "./store";

/**
 * The browser client without its screens. Deeds that answer nothing show their effect in the
 * store; those that return a promise reject with a `HubbubError` when the hub refuses.
 */
export interface Client {
  readonly store: Store;
  /** For everything that is asked and not kept: finding rooms, members, bots, sign-ins … */
  readonly api: Api;

  /**
   * Find out who is signed in here, and go live if somebody is: see the store. Again, for example
   * after another window took this one's place: begin anew, with what is known kept.
   */
  start(): Promise<void>;
  /** Close the link and forget the timers. */
  stop(): void;
  /** Try to go live at once: the network came back, or the page is looked at again. */
  wake(): void;

  register(asked: Omit<Register, "cookie">): Promise<void>;
  setUp(asked: Omit<SetUp, "cookie">): Promise<void>;
  signIn(asked: Omit<SignIn, "cookie">): Promise<void>;
  /** End the sign-in and forget everything. */
  signOut(): Promise<void>;
  /** Fetch the caller anew, after a change of the profile. */
  refreshMe(): Promise<void>;
  /** Fetch the community anew, after a change of it. */
  refreshCommunity(): Promise<void>;

  createRoom(asked: CreateRoom): Promise<Room>;
  joinRoom(room: string): Promise<Room>;
  /** Ask the hosts of a room on request to be let in. */
  askToJoin(room: string, reason: string): Promise<Room>;
  withdrawJoinRequest(room: string): Promise<void>;
  /** Join the room that a code leads into; null for a code that leads into the community. */
  acceptInvitation(code: string): Promise<Room | null>;
  leaveRoom(room: string, successor?: string): Promise<void>;
  /** Fetch a room anew. */
  refreshRoom(room: string): Promise<Room>;
  /** Know the room, and its latest messages if it may be read. Again: nothing. */
  openRoom(room: string): Promise<void>;

  /** Know a direct channel and its latest messages. Again: nothing. */
  openDirect(channel: string): Promise<void>;
  /** Put a direct channel out of sight, or back; a new message of the other shows it again. */
  hideDirect(channel: string, hidden: boolean): Promise<void>;

  /** Show the latest messages of a stream, instead of the part shown now. */
  showLatest(stream: string): Promise<void>;
  /** Show the part of a stream around a message. */
  showAround(stream: string, seq: number): Promise<void>;
  /** Add a page of older messages; nothing if one is under way or there are none. */
  loadBefore(stream: string): Promise<void>;
  /** Add a page of newer messages; the same. */
  loadAfter(stream: string): Promise<void>;

  /** Write a message: pending in the store at once, until its event comes. */
  send(stream: string, body: string, replyTo?: number | null): void;
  /** Send a failed message again. */
  retry(key: string): void;
  /** Forget a failed message. */
  discard(key: string): void;
  edit(stream: string, target: number, body: string): Promise<void>;
  delete(stream: string, target: number): Promise<void>;
  react(stream: string, target: number, emoji: string): Promise<void>;
  unreact(stream: string, target: number, emoji: string): Promise<void>;
  pin(stream: string, target: number): Promise<void>;
  unpin(stream: string, target: number): Promise<void>;
  /** The pinned messages, latest pin first. */
  listPins(stream: string): Promise<readonly Message[]>;

  /** Say that one is writing; call it at every key, it is told at most every three seconds. */
  showTyping(stream: string): void;
  /** Say how far one has read; going back has no effect. */
  markRead(stream: string, seq: number): void;
  markAllRead(): Promise<void>;
  /** Keep what one has begun to write; null forgets it. */
  setDraft(stream: string, draft: Draft | null): void;
}
