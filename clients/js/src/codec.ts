import { EVENT_KINDS, FRAME_TAGS, SUBPROTOCOLS } from "./generated/constants.js";
import type { Command, Event, Frame } from "./generated/wire.js";

/** What a hub may say. An event of a kind that is not known here is read as a `skip`. */
export type Received = Frame | Event;

/** One of the two encodings of the wire. */
export interface Codec {
  /** The WebSocket subprotocol that stands for it. */
  readonly subprotocol: string;
  write(command: Command): string | Uint8Array<ArrayBuffer>;
  /**
   * Read a frame; null for a `t` that this version does not know.
   *
   * @throws {@link UnreadableFrame} where it is no frame at all.
   */
  read(data: string | Uint8Array): Received | null;
}

/** What came over the socket is no frame in the encoding agreed on. */
export class UnreadableFrame extends Error {
  override readonly name = "UnreadableFrame";
}

/** Text messages of JSON. */
export const jsonCodec: Codec = {
  subprotocol: SUBPROTOCOLS.json,
  write: (command) => JSON.stringify(command),
  read(data) {
    if (typeof data !== "string") throw new UnreadableFrame("a text message, got a binary one");
    let raw: unknown;
    try {
      raw = JSON.parse(data);
    } catch (error) {
      throw new UnreadableFrame("JSON, got something else", { cause: error });
    }
    return receivedOf(raw);
  },
};

const tags: ReadonlySet<string> = new Set(FRAME_TAGS);
const kinds: ReadonlySet<string> = new Set(EVENT_KINDS);

/** Tell what a decoded map is. Its fields are the hub's word: only what places it is looked at. */
export function receivedOf(raw: unknown): Received | null {
  if (!isMap(raw) || typeof raw["t"] !== "string") throw new UnreadableFrame("a map with `t`");
  if (!tags.has(raw["t"])) return null;
  if (raw["t"] === "event" || raw["t"] === "skip") {
    const { stream, seq, kind } = raw;
    if (typeof stream !== "string" || typeof seq !== "number") {
      throw new UnreadableFrame("an event with `stream` and `seq`");
    }
    if (raw["t"] === "event" && !(typeof kind === "string" && kinds.has(kind))) {
      return { t: "skip", stream, seq };
    }
  }
  return raw as unknown as Received;
}

function isMap(raw: unknown): raw is Record<string, unknown> {
  return typeof raw === "object" && raw !== null && !Array.isArray(raw);
}
