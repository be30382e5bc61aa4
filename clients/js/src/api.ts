import { HubbubError, errorOf, localError, type WireError } from "./errors.js";
import { ERROR_CODES, ROUTES } from "./generated/constants.js";
import type { Operations } from "./generated/wire.js";

/** The name of an HTTP operation, for example `create_room`. */
export type OperationName = keyof Operations;

/** What an operation gives; `undefined` where it gives nothing. */
export type Answer<Name extends OperationName> = Operations[Name]["answer"];

type Part<Key extends string, Value> = undefined extends Value
  ? Partial<Readonly<Record<Key, never>>>
  : Partial<Value> extends Value
    ? Partial<Readonly<Record<Key, Value>>>
    : Readonly<Record<Key, Value>>;

/** What an operation takes: `path`, `query` and `body`, as far as it has them. */
export type Asked<Name extends OperationName> = Part<"path", Operations[Name]["path"]> &
  Part<"query", Operations[Name]["query"]> &
  Part<"body", Operations[Name]["body"]>;

/** What may be said of any call. */
export interface CallOptions {
  /** A UUID that makes a write happen once, however often it is repeated. */
  readonly key?: string;
  readonly signal?: AbortSignal;
}

export interface ApiOptions {
  /** The hub's address, for example `https://chat.example`; empty in the hub's own pages. */
  readonly origin?: string;
  /** A bearer token; without it the browser's sign-in cookie counts. */
  readonly token?: string;
  /** What sends requests; the platform's own unless a test gives another. */
  readonly fetch?: typeof fetch;
}

/** The HTTP API of a hub, typed by the operations it declares. */
export interface Api {
  /**
   * Call an operation: `api.call("join_room", { path: { room } })`.
   *
   * @throws {@link HubbubError} when the hub refuses or cannot be reached.
   */
  call<Name extends OperationName>(
    name: Name,
    asked: Asked<Name>,
    options?: CallOptions,
  ): Promise<Answer<Name>>;
}

interface AnyAsked {
  readonly path?: Readonly<Record<string, string | number>>;
  readonly query?: Readonly<Record<string, string | number | boolean>>;
  readonly body?: object;
}

/** Make the HTTP API of a hub. */
export function makeApi(options: ApiOptions = {}): Api {
  const send = options.fetch ?? fetch.bind(globalThis);
  const call = async (
    name: OperationName,
    asked: AnyAsked,
    callOptions: CallOptions = {},
  ): Promise<unknown> => {
    const { url, init } = requestOf(options, name, asked, callOptions);
    let response: Response;
    try {
      response = await send(url, init);
    } catch (error) {
      if (callOptions.signal?.aborted) throw error;
      throw localError("unreachable", "The hub cannot be reached.");
    }
    return answerOf(response, callOptions.signal);
  };
  // `Operations` says what each operation takes and gives; the hub's OpenAPI tests prove it.
  return { call: call as Api["call"] };
}

function requestOf(
  options: ApiOptions,
  name: OperationName,
  asked: AnyAsked,
  callOptions: CallOptions,
): { url: string; init: RequestInit } {
  const { method, path } = ROUTES[name];
  const filled = path.replace(/\{(\w+)\}/g, (_, parameter: string) =>
    encodeURIComponent(asked.path?.[parameter] ?? ""),
  );
  const query = new URLSearchParams(
    Object.entries(asked.query ?? {}).map(([field, value]) => [field, String(value)]),
  ).toString();
  const headers: Record<string, string> = {};
  if (options.token !== undefined) headers["authorization"] = `Bearer ${options.token}`;
  if (asked.body !== undefined) headers["content-type"] = "application/json";
  if (callOptions.key !== undefined) headers["idempotency-key"] = callOptions.key;
  return {
    url: `${options.origin ?? ""}/api/v1${filled}${query && `?${query}`}`,
    init: {
      method,
      headers,
      ...(asked.body !== undefined && { body: JSON.stringify(asked.body) }),
      ...(callOptions.signal && { signal: callOptions.signal }),
    },
  };
}

async function answerOf(response: Response, signal?: AbortSignal): Promise<unknown> {
  if (response.status === 204) return undefined;
  let answer: unknown;
  try {
    answer = await response.json();
  } catch (error) {
    if (signal?.aborted) throw error;
    throw notOfAHub(response);
  }
  if (response.ok) return answer;
  throw isWireError(answer) ? errorOf(answer) : notOfAHub(response);
}

function isWireError(answer: unknown): answer is WireError {
  return (
    typeof answer === "object" &&
    answer !== null &&
    "code" in answer &&
    typeof answer.code === "string" &&
    answer.code in ERROR_CODES
  );
}

/** A proxy's own page of an error, for example while no hub runs behind it. */
function notOfAHub(response: Response): HubbubError {
  return response.status >= 500
    ? localError("unreachable", `The hub cannot be reached (HTTP ${response.status}).`)
    : localError("unreadable", `The answer is none of a hub's (HTTP ${response.status}).`);
}
