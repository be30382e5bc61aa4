import { CLOSE_CODES } from "./generated/constants.js";
import type { ErrorFrame } from "./generated/wire.js";

/**
 * Why something failed: the hub's own codes, and three of this side. `unreachable`: no answer came
 * (no network, no hub); `unreadable`: an answer came that is none of a hub's; `closed`: the link
 * was stopped before the answer.
 */
export type FailureCode = ErrorFrame["code"] | "unreachable" | "unreadable" | "closed";

/** What is known of a failure. */
export interface Failure {
  readonly code: FailureCode;
  /** A sentence for people. */
  readonly detail: string;
  /** Whether the same may succeed later. */
  readonly retry: boolean;
  /** The field that was refused, dotted. */
  readonly field: string | null;
  readonly limit: number | null;
  /** The earliest sensible time to try again, in milliseconds from now. */
  readonly afterMs: number | null;
}

/** The one error that this library throws for what a hub refused or did not answer. */
export class HubbubError extends Error implements Failure {
  override readonly name = "HubbubError";
  readonly code: FailureCode;
  readonly detail: string;
  readonly retry: boolean;
  readonly field: string | null;
  readonly limit: number | null;
  readonly afterMs: number | null;

  constructor(failure: Failure) {
    super(`${failure.code}: ${failure.detail}`);
    this.code = failure.code;
    this.detail = failure.detail;
    this.retry = failure.retry;
    this.field = failure.field;
    this.limit = failure.limit;
    this.afterMs = failure.afterMs;
  }
}

/** What the hub's `error` frame and the body of an HTTP refusal have in common. */
export type WireError = Omit<ErrorFrame, "t" | "ref" | "to">;

/** Turn what a hub says of a refusal into the error that is thrown. */
export function errorOf(refusal: WireError): HubbubError {
  return new HubbubError({
    code: refusal.code,
    detail: refusal.detail,
    retry: refusal.retry,
    field: refusal.field ?? null,
    limit: refusal.limit ?? null,
    afterMs: refusal.after_ms ?? null,
  });
}

/** Make the error for a failure on this side of the wire. */
export function localError(
  code: "unreachable" | "unreadable" | "closed",
  detail: string,
): HubbubError {
  const retry = code === "unreachable";
  return new HubbubError({ code, detail, retry, field: null, limit: null, afterMs: null });
}

/** The names of the close codes that a hub uses. */
export type CloseName = keyof typeof CLOSE_CODES;

/** What a client does after a close; see the ranges in `protocol/README.md`. */
export type CloseVerdict = "resume" | "back_off" | "sign_in" | "stop";

/**
 * Tell the verdict of a close code by its range. Whoever was replaced stops, though the range would
 * send them for a new token: the two would replace each other for ever.
 */
export function closeVerdict(code: number): CloseVerdict {
  if (code === CLOSE_CODES.session_replaced.code) return "stop";
  if (code >= 4000 && code <= 4099) return "back_off";
  if (code >= 4100 && code <= 4199) return "sign_in";
  if (code >= 4200 && code <= 4299) return "stop";
  return "resume";
}
