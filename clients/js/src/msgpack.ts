import { decode, encode } from "@msgpack/msgpack";
import { receivedOf, UnreadableFrame, type Codec } from "./codec.js";
import { SUBPROTOCOLS } from "./generated/constants.js";

/** Binary messages of MessagePack: smaller than JSON, at the price of a library. */
export const msgpackCodec: Codec = {
  subprotocol: SUBPROTOCOLS.msgpack,
  write: (command) => encode(command, { ignoreUndefined: true }),
  read(data) {
    if (typeof data === "string") throw new UnreadableFrame("a binary message, got a text one");
    let raw: unknown;
    try {
      raw = decode(data);
    } catch (error) {
      throw new UnreadableFrame("MessagePack, got something else", { cause: error });
    }
    return receivedOf(raw);
  },
};
