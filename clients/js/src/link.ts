import type {
  EphemeralFrame,
  Event,
  HistoryCommand,
  KeyedCommand,
  Limits,
  MessagePage,
  OkFrame,
  SkipFrame,
  StreamState,
  WelcomeFrame,
} from "./generated/wire.js";
import type { HubbubError } from "./errors.js";
import type { PresenceState, RoomPresence } from "./presences.js";

type Unnumbered<Command> = Command extends KeyedCommand ? Omit<Command, "ref"> : never;

/** A command that writes; its `key` makes it happen once. */
export type Write = Unnumbered<KeyedCommand>;

/** What part of a stream's history is asked for. */
export type HistoryAsked = Omit<HistoryCommand, "t" | "ref">;

/** Whether the link lives. Times are in milliseconds, on the clock of the link. */
export type LinkState =
  | { readonly phase: "stopped" }
  /** A socket is opening, or `hello` is not answered yet. `since`: when the link was last live. */
  | { readonly phase: "opening"; readonly since: number }
  | { readonly phase: "live" }
  /** Without a socket; the next one opens at `retryAt`. */
  | { readonly phase: "waiting"; readonly since: number; readonly retryAt: number }
  /** The hub closed for good: `sign_in` needs a new token, `stop` means not to come back. */
  | {
      readonly phase: "ended";
      readonly code: number;
      readonly reason: string;
      readonly verdict: "sign_in" | "stop";
    };

/** What a link tells, by name. */
export interface LinkEvents {
  /** The state of the link changed. */
  state: LinkState;
  /** The hub greeted: a session is open, for the first time or again. */
  welcome: WelcomeFrame;
  /** The next event of a stream; each comes once, in order. Unknown kinds come as `skip`. */
  event: Event;
  /** A place of a stream without an event for this member. */
  skip: Pick<SkipFrame, "stream" | "seq">;
  ephemeral: EphemeralFrame;
  /** Who is present in a room, after that changed. */
  present: RoomPresence;
  /** A stream is received, for the first time or again. */
  subscribed: StreamState;
  /** The cursor is void: drop the stream's state, take history, subscribe from its `as_of`. */
  reset: { readonly stream: string; readonly head: number };
  /** A stream is received no longer: the hub refused it, or one left the room. */
  unsubscribed: { readonly stream: string; readonly error: HubbubError | null };
}

/** The live link to a hub: one session that outlives its sockets. */
export interface Link {
  readonly state: LinkState;
  /** What this hub allows; null before the first welcome. */
  readonly limits: Limits | null;
  /** Open a session and keep it open, until {@link Link.stop} or until the hub ends it. */
  start(): void;
  /** Close the session. Unanswered writes fail with `closed`. */
  stop(): void;
  /** Try at once, instead of waiting for the next attempt: the network came back, say. */
  wake(): void;
  /** Receive a stream from after `seq`, or from its present head. */
  subscribe(stream: string, seq?: number): void;
  /** Receive a stream no longer. */
  unsubscribe(stream: string): void;
  /** Write; resolves when the hub has it on disk, whatever happens to the socket meanwhile. */
  write(command: Write): Promise<OkFrame>;
  /** Read messages as they now stand. */
  history(asked: HistoryAsked): Promise<MessagePage>;
  /** Say how far one has read. */
  markRead(stream: string, seq: number): void;
  /** Say that one is writing; nothing if the link is not live. */
  showTyping(stream: string): void;
  /** Say whether one is at this device; told again on every new socket. */
  showPresence(state: PresenceState): void;
  /** Who is present in a room as last heard; null before the hub has said. */
  present(stream: string): RoomPresence | null;
  /** Listen; the function returned ends it. */
  on<Name extends keyof LinkEvents>(
    name: Name,
    listener: (news: LinkEvents[Name]) => void,
  ): () => void;
}
