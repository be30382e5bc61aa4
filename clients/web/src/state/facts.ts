/** What happens to the browser client, as its state sees it. Past tense, closed. */

import type {
  Community,
  DirectChannel,
  Event,
  Failure,
  IntroductionList,
  LinkState,
  Me,
  MemberCard,
  MessagePage,
  ReceivedRequest,
  Room,
  RoomPresence,
  SentRequest,
} from "hubbub";
import type { Draft, FarewellReason, PageSide, PendingMessage } from "./model";

/** Of who is here. */
export type CallerFact =
  | { readonly kind: "community_known"; readonly community: Community }
  | { readonly kind: "caller_known"; readonly me: Me }
  | { readonly kind: "signed_out"; readonly reason: FarewellReason | null };

/** Of what the link brings. Times are in milliseconds since 1970. */
export type LinkFact =
  | { readonly kind: "link_changed"; readonly link: LinkState }
  | { readonly kind: "event_received"; readonly event: Event }
  | { readonly kind: "place_skipped"; readonly stream: string; readonly seq: number }
  | {
      readonly kind: "typing_seen";
      readonly stream: string;
      readonly member: string;
      readonly now: number;
    }
  | { readonly kind: "time_passed"; readonly now: number }
  | { readonly kind: "presence_changed"; readonly presence: RoomPresence }
  /** A stream is received no longer, so nobody tells who is present there. */
  | { readonly kind: "presence_lost"; readonly stream: string }
  | { readonly kind: "read_moved"; readonly stream: string; readonly seq: number }
  /** The cursor is void: what is known of the stream counts no more. */
  | { readonly kind: "stream_reset"; readonly stream: string };

/** Of what HTTP brings. */
export type FetchFact =
  | { readonly kind: "room_known"; readonly room: Room }
  /** All the rooms that one belongs to. */
  | { readonly kind: "my_rooms_known"; readonly rooms: readonly Room[] }
  | { readonly kind: "room_lost"; readonly room: string }
  /** What the inbox told before it was received, in its order. */
  | { readonly kind: "inbox_past_known"; readonly events: readonly Event[] }
  | { readonly kind: "members_known"; readonly members: readonly MemberCard[] }
  | { readonly kind: "page_asked"; readonly stream: string; readonly side: PageSide }
  | { readonly kind: "page_loaded"; readonly side: PageSide; readonly page: MessagePage }
  | { readonly kind: "page_failed"; readonly stream: string; readonly failure: Failure };

/** Of what HTTP brings about personal connections. */
export type PeopleFact =
  | { readonly kind: "direct_known"; readonly channel: DirectChannel }
  /** All one's direct channels. */
  | { readonly kind: "directs_known"; readonly channels: readonly DirectChannel[] }
  | { readonly kind: "direct_lost"; readonly channel: string }
  | { readonly kind: "direct_hidden"; readonly channel: string; readonly hidden: boolean }
  | {
      readonly kind: "requests_known";
      readonly sent: readonly SentRequest[];
      /** Those that wait for an answer, as far as they are counted. */
      readonly received: readonly ReceivedRequest[];
    }
  | { readonly kind: "introductions_known"; readonly introductions: IntroductionList }
  /** The ids of all whom one has blocked. */
  | { readonly kind: "blocks_known"; readonly members: readonly string[] };

/** Of what one writes. */
export type WritingFact =
  | { readonly kind: "message_written"; readonly message: PendingMessage }
  | {
      readonly kind: "message_accepted";
      readonly key: string;
      readonly id: string | null;
      readonly seq: number;
    }
  | { readonly kind: "message_refused"; readonly key: string; readonly failure: Failure }
  | { readonly kind: "message_retried"; readonly key: string }
  | { readonly kind: "message_discarded"; readonly key: string }
  | { readonly kind: "draft_changed"; readonly stream: string; readonly draft: Draft | null };

export type Fact = CallerFact | LinkFact | FetchFact | PeopleFact | WritingFact;
