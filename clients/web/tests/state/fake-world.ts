import type {
  DirectChannel,
  Event,
  IntroductionList,
  Me,
  MemberCard,
  Message,
  MessagePage,
  ReceivedRequest,
  Room,
  SentRequest,
} from "hubbub";
import { FakeClock } from "../../../js/tests/fake-clock";
import { FakeHub } from "../../../js/tests/fake-hub";
import { INBOX, ME, OTHER, ROOM, welcome } from "../../../js/tests/frames";
import { makeClient, type Client, type Environment } from "../../src/state";

export { INBOX, ME, OTHER, ROOM };
export const ROOM_ID = ROOM.slice("room:".length);
export const CHANNEL_ID = "01990000-0000-7000-8000-00000000000d";
export const CHANNEL = `direct:${CHANNEL_ID}`;

/** A browser and a hub in memory, with one room and one other member. Everything arrives when the test says so. */
export class FakeWorld {
  readonly hub = new FakeHub();
  readonly clock = new FakeClock();
  readonly storage = new Map<string, string>();
  /** Whether a cookie is there. */
  isSignedIn = true;
  /** Whether the caller belongs to the room. */
  isMember = true;
  /** Why the caller asks to join the room, if they do. */
  asksBecause: string | null = null;
  /** How many ask to join the room. */
  joinRequests = 0;
  /** Whether the caller's role lets them look after the room. */
  isHost = false;
  /** Whether the caller and the other have a direct channel, and whether it is open or hidden. */
  direct: { open: boolean; hidden: boolean } | null = null;
  sent: SentRequest[] = [];
  received: ReceivedRequest[] = [];
  introductions: IntroductionList = { received: [], made: [] };
  /** Whether the caller blocks the other. */
  isBlocking = false;
  /** Whether HTTP reaches the hub. */
  isReachable = true;
  /** The calls that were made, as `METHOD /path`. */
  readonly calls: string[] = [];
  readonly #me: Me = welcome().member;
  #keys = 0;
  #doing: () => void = () => undefined;

  /** Start a page and let everything arrive. */
  async arrive(client: Client): Promise<void> {
    void client.start();
    await this.settle();
  }

  /** Open a page: a client with what the browser keeps for the tab. */
  openPage(): Client {
    const environment: Environment = {
      origin: "",
      socketUrl: "ws://hub/ws",
      fetch: (url, init) => this.#fetch(url as string, init),
      openSocket: this.hub.open,
      clock: this.clock,
      chance: () => 0.5,
      makeKey: () => `key ${++this.#keys}`,
      storage: {
        getItem: (place) => this.storage.get(place) ?? null,
        setItem: (place, value) => void this.storage.set(place, value),
        removeItem: (place) => void this.storage.delete(place),
      },
      onReturn: () => () => undefined,
      onDoing: (call) => {
        this.#doing = call;
        return () => undefined;
      },
    };
    return makeClient(environment);
  }

  /** The member of the latest page moves the pointer. */
  doesSomething(): void {
    this.#doing();
  }

  /** Let everything arrive, also what follows from it. */
  async settle(): Promise<void> {
    for (let turn = 0; turn < 30; turn += 1) {
      this.hub.settle();
      await Promise.resolve();
    }
  }

  /** Another member writes. */
  says(body: string, changes: Partial<Extract<Event, { kind: "message_sent" }>> = {}): void {
    this.saysIn(ROOM, body, changes);
  }

  saysIn(
    stream: string,
    body: string,
    changes: Partial<Extract<Event, { kind: "message_sent" }>> = {},
  ): void {
    const id = `id ${this.hub.log(stream).length + 1}`;
    this.hub.append(stream, { kind: "message_sent", actor: OTHER, id, body, ...changes });
  }

  /** The two become connected. */
  connect(): void {
    this.direct = { open: true, hidden: false };
    const members = [ME, OTHER] as const;
    const origin = "room";
    this.hub.append(CHANNEL, { kind: "direct_channel_opened", actor: OTHER, members, origin });
    this.hub.append(INBOX, {
      kind: "personal_connection_opened",
      actor: OTHER,
      member: OTHER,
      channel: CHANNEL_ID,
      opened_seq: this.hub.log(CHANNEL).length,
    });
  }

  /** The other ends the connection. */
  disconnect(): void {
    this.direct = { open: false, hidden: false };
    this.hub.append(CHANNEL, { kind: "direct_channel_ended", actor: OTHER });
    this.hub.append(INBOX, {
      kind: "personal_connection_ended",
      actor: OTHER,
      member: OTHER,
      channel: CHANNEL_ID,
    });
  }

  /** The caller blocks the other, or does so no longer, at another device. */
  block(isBlocking = true): void {
    this.isBlocking = isBlocking;
    const kind = isBlocking ? "member_blocked" : "member_unblocked";
    this.hub.append(INBOX, { kind, actor: ME, member: OTHER });
  }

  get other(): MemberCard {
    const { id, username, display_name, avatar_colour, kind } = this.#profile;
    return { id, username, display_name, avatar_colour, kind };
  }

  get #profile(): Me {
    return { ...this.#me, id: OTHER, username: "ben", display_name: "Ben" };
  }

  get channel(): DirectChannel {
    const log = this.hub.log(CHANNEL);
    const { open, hidden } = this.direct ?? { open: false, hidden: false };
    return {
      id: CHANNEL_ID,
      stream: CHANNEL,
      member: this.other,
      open,
      hidden,
      opened_at: 1,
      last_message_at: null,
      head: log.length,
      read: log.length,
      unread: 0,
    };
  }

  get room(): Room {
    const log = this.hub.log(ROOM);
    const standing = {
      role: this.isHost ? "host" : "member",
      joined_at: 0,
      read: log.length,
      unread: 0,
      mentions: 0,
      join_requests: this.joinRequests,
    } as const;
    return {
      id: ROOM_ID,
      stream: ROOM,
      name: "bread",
      purpose: { statement: "To bake", kind: "hobby" },
      access: "open",
      look: true,
      state: "active",
      created_at: 0,
      last_message_at: null,
      members: 2,
      head: log.length,
      standing: this.isMember ? standing : null,
      asked: this.asksBecause === null ? null : { reason: this.asksBecause, asked_at: 0 },
    };
  }

  #fetch(url: string, init: RequestInit = {}): Promise<Response> {
    const path = url.replace("/api/v1", "").replace(/\?.*/, "");
    const isHidden = url.includes("hidden=true");
    this.calls.push(`${init.method ?? "GET"} ${path}`);
    if (init.signal?.aborted) return Promise.reject(new DOMException("aborted", "AbortError"));
    if (!this.isReachable) return Promise.reject(new TypeError("failed to fetch"));
    const call = `${init.method ?? "GET"} ${path}`;
    const [status, answer] =
      call === "GET /direct-channels"
        ? [200, this.#channels(isHidden)]
        : this.#answer(call, init.body as string);
    const response = { ok: status < 400, status, json: () => Promise.resolve(answer) };
    return Promise.resolve(response as Response);
  }

  #answer(call: string, body: string): [status: number, answer: unknown] {
    const community = { name: "Hubbub", registration: "open", has_owner: true, version: "1" };
    if (call === "GET /community") return [200, community];
    if (call === "POST /sign-ins") {
      this.isSignedIn = true;
      return [201, { me: this.#me, sign_in: "s", token: null, expires_at: 1 }];
    }
    if (!this.isSignedIn) {
      return [401, { code: "unauthorized", detail: "Sign in first", retry: false }];
    }
    switch (call) {
      case "GET /members/me":
        return [200, this.#me];
      case "DELETE /sign-ins/current":
        this.isSignedIn = false;
        return [204, undefined];
      case "GET /rooms/mine":
        return [200, { rooms: this.isMember ? [this.room] : [], next: null }];
      case "POST /rooms/mine/read":
        return [204, undefined];
      case `GET /rooms/${ROOM_ID}`:
        return [200, this.room];
      case `POST /rooms/${ROOM_ID}/join`:
        this.isMember = true;
        return [200, this.room];
      case `POST /rooms/${ROOM_ID}/join-requests`:
        this.asksBecause = (JSON.parse(body) as { reason: string }).reason;
        return [201, this.room];
      case `DELETE /rooms/${ROOM_ID}/join-requests/mine`:
        this.asksBecause = null;
        return [204, undefined];
      case "POST /invitations/accept":
        this.isMember = true;
        return [200, { room: this.room }];
      case `GET /streams/${encodeURIComponent(INBOX)}/events`:
        return [200, { epoch: "e", head: 0, events: this.hub.log(INBOX) }];
      case `GET /streams/${encodeURIComponent(ROOM)}/messages`:
        return [200, this.#page(ROOM)];
      case `GET /streams/${encodeURIComponent(CHANNEL)}/messages`:
        return [200, this.#page(CHANNEL)];
      case `GET /direct-channels/${CHANNEL_ID}`:
        return this.direct === null ? NOTHING : [200, this.channel];
      case `PUT /direct-channels/${CHANNEL_ID}/hidden`:
        return [204, undefined];
      case "GET /connection-requests/sent":
        return [200, { requests: this.sent, next: null }];
      case "GET /connection-requests/received":
        return [200, { requests: this.received, next: null }];
      case "GET /introductions":
        return [200, this.introductions];
      case "GET /blocks": {
        const blocks = this.isBlocking ? [{ member: this.other, blocked_at: 1 }] : [];
        return [200, { blocks, next: null }];
      }
      case `GET /members/${OTHER}`:
        return [200, this.#profile];
      default:
        return NOTHING;
    }
  }

  #channels(hidden: boolean): { channels: readonly DirectChannel[]; next: null } {
    const isListed = this.direct !== null && this.direct.hidden === hidden;
    return { channels: isListed ? [this.channel] : [], next: null };
  }

  #page(stream: string): MessagePage {
    const log = this.hub.log(stream).filter((event) => !this.#isScreened(event));
    const messages = log.flatMap((event): Message[] =>
      event.kind === "message_sent"
        ? [
            {
              seq: event.seq,
              id: event.id,
              author: event.actor,
              at: event.at,
              body: event.body,
              reply_to: event.reply_to ?? null,
              mentions: [],
              mentions_room: false,
              edited_at: null,
              deleted: false,
              reactions: [],
              pinned: false,
            },
          ]
        : [],
    );
    return {
      stream,
      messages,
      members: [],
      as_of: this.hub.log(stream).length,
      more_before: false,
      more_after: false,
    };
  }

  /** Whether the hub shows an event of a room to the caller, who blocks its author. */
  #isScreened({ stream, actor }: Event): boolean {
    return stream === ROOM && this.isBlocking && !this.isHost && actor === OTHER;
  }
}

const NOTHING = [404, { code: "not_found", detail: "There is nothing here", retry: false }] as [
  number,
  unknown,
];
