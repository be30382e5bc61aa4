/** Talk with a Hubbub hub: {@link makeApi} for HTTP, {@link Link} for what is live. */
export { makeApi, type Answer, type Api, type ApiOptions, type Asked } from "./api.js";
export type { CallOptions, OperationName } from "./api.js";
export {
  HubbubError,
  closeVerdict,
  type CloseName,
  type CloseVerdict,
  type Failure,
  type FailureCode,
} from "./errors.js";
export { CLOSE_CODES, DEFAULT_LIMITS, ERROR_CODES, LIMITS } from "./generated/constants.js";
export type * from "./generated/wire.js";
export { jsonCodec, UnreadableFrame, type Codec, type Received } from "./codec.js";
export { systemClock, type Clock } from "./clock.js";
export { makeKey } from "./keys.js";
export type { PresenceState, RoomPresence } from "./presences.js";
export { makeLink, type LinkOptions } from "./live-link.js";
export type { HistoryAsked, Link, LinkEvents, LinkState, Write } from "./link.js";
export { openWith, type OpenSocket, type Socket, type SocketListener } from "./socket.js";
