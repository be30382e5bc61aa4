import { DEFAULT_LIMITS, type Event, type StreamState, type WelcomeFrame } from "../src/index.js";

export const EPOCH = "0123456789abcdef";
export const ME = "01a0c450-6c00-7001-8000-000010000000";
export const OTHER = "01a0c450-6c00-7001-8000-000020000000";
export const ROOM = "room:01a0c450-6c00-7003-8000-000030000000";
export const INBOX = `inbox:${ME}`;

/** The greeting of a hub with default limits. */
export function welcome(
  streams: readonly StreamState[] = [],
  changes: Partial<WelcomeFrame> = {},
): WelcomeFrame {
  return {
    t: "welcome",
    session: "01a0c450-6c00-7005-8000-000010000000",
    member: {
      id: ME,
      username: "ada",
      display_name: "Ada",
      avatar_colour: "#aa3355",
      kind: "person",
      line: "",
      interests: [],
      created_at: 0,
      role: "member",
      inbox: INBOX,
      may_make_bots: false,
    },
    now: 0,
    epoch: EPOCH,
    ping_ms: 25_000,
    limits: DEFAULT_LIMITS,
    features: [],
    streams,
    ...changes,
  };
}

/** A stream that is received from after `after`. */
export function received(stream: string, after: number, head = after, read = 0): StreamState {
  return { stream, head, after, mode: head === after ? "live" : "replay", read };
}

/** A message of another member. */
export function sent(seq: number, body = `message ${seq}`, stream = ROOM): Event {
  return {
    t: "event",
    stream,
    seq,
    at: seq,
    actor: OTHER,
    kind: "message_sent",
    id: `01a0c450-6c00-7004-8000-${String(seq).padStart(12, "0")}`,
    body,
  };
}
