import type {
  EphemeralFrame,
  ErrorFrame,
  Event,
  MessagesFrame,
  OkFrame,
  SkipFrame,
  StreamState,
  WelcomeFrame,
} from "./generated/wire.js";
import type { RoomPresence } from "./presences.js";

/** What became of a subscription. */
export type StreamNews =
  | { readonly kind: "subscribed"; readonly state: StreamState }
  | { readonly kind: "reset"; readonly stream: string; readonly head: number }
  /** Received no longer: refused, or with one's own departure (`error` is null). */
  | { readonly kind: "unsubscribed"; readonly stream: string; readonly error: ErrorFrame | null };

/** What a session tells its owner, in order. */
export type News =
  | StreamNews
  | { readonly kind: "opened"; readonly welcome: WelcomeFrame }
  | { readonly kind: "event"; readonly event: Event }
  | { readonly kind: "skip"; readonly skip: SkipFrame }
  | { readonly kind: "ephemeral"; readonly ephemeral: EphemeralFrame }
  | { readonly kind: "present"; readonly present: RoomPresence }
  | { readonly kind: "answered"; readonly answer: OkFrame | MessagesFrame }
  /** A command was refused for good. */
  | { readonly kind: "refused"; readonly error: ErrorFrame };
