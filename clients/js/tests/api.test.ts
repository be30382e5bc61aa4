import { expect, test } from "vitest";
import { HubbubError, makeApi, type ApiOptions } from "../src/index.js";

interface Asked {
  readonly url: string;
  readonly init: RequestInit;
}

/** An API whose hub gives one answer to everything, and what it was asked. */
function apiOf(answer: Response | Error, options: ApiOptions = {}) {
  const asked: Asked[] = [];
  const api = makeApi({
    ...options,
    fetch: (url, init) => {
      asked.push({ url: url as string, init: init ?? {} });
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    },
  });
  return { api, asked };
}

test("an operation is asked with its method, path, query and body", async () => {
  const { api, asked } = apiOf(Response.json({ rooms: [], next: null }), { origin: "http://hub" });
  await expect(api.call("find_rooms", { query: { tag: "rye & oat", limit: 5 } })).resolves.toEqual({
    rooms: [],
    next: null,
  });
  expect(asked[0]?.url).toBe("http://hub/api/v1/rooms?tag=rye+%26+oat&limit=5");
  expect(asked[0]?.init.method).toBe("GET");
});

test("what stands in the path is escaped", async () => {
  const { api, asked } = apiOf(new Response(null, { status: 204 }));
  await api.call("remove_reaction", { path: { stream: "room:1", seq: 7, emoji: "?/👍" } });
  expect(asked[0]?.url).toBe("/api/v1/streams/room%3A1/messages/7/reactions/%3F%2F%F0%9F%91%8D");
});

test("a token and a key go into the headers", async () => {
  const { api, asked } = apiOf(Response.json({}), { token: "secret" });
  await api.call("edit_profile", { body: { line: "I bake" } }, { key: "a-key" });
  expect(asked[0]?.init).toMatchObject({
    method: "PATCH",
    body: '{"line":"I bake"}',
    headers: {
      authorization: "Bearer secret",
      "content-type": "application/json",
      "idempotency-key": "a-key",
    },
  });
});

test("no content is no answer", async () => {
  const { api } = apiOf(new Response(null, { status: 204 }));
  await expect(api.call("sign_out", {})).resolves.toBeUndefined();
});

test("a refusal is thrown with all that the hub says of it", async () => {
  const refusal = {
    code: "rate_limited",
    detail: "Too many attempts",
    retry: true,
    after_ms: 9000,
    request_id: "r1",
  };
  const { api } = apiOf(Response.json(refusal, { status: 429 }));
  const call = api.call("sign_in", { body: { username: "ada", password: "wrong" } });
  await expect(call).rejects.toBeInstanceOf(HubbubError);
  await expect(call).rejects.toMatchObject({
    code: "rate_limited",
    detail: "Too many attempts",
    retry: true,
    field: null,
    afterMs: 9000,
  });
});

test("no network is an error to try again after", async () => {
  const { api } = apiOf(new TypeError("failed to fetch"));
  await expect(api.call("get_me", {})).rejects.toMatchObject({ code: "unreachable", retry: true });
});

test("a page of a proxy whose hub is away is the same", async () => {
  const { api } = apiOf(new Response("<h1>Bad Gateway</h1>", { status: 502 }));
  await expect(api.call("get_me", {})).rejects.toMatchObject({ code: "unreachable", retry: true });
});

test("an answer that is none of a hub's is said to be so", async () => {
  const { api } = apiOf(new Response("<h1>Hello</h1>", { status: 200 }));
  await expect(api.call("get_me", {})).rejects.toMatchObject({ code: "unreadable", retry: false });
  const other = apiOf(Response.json({ code: "teapot" }, { status: 418 }));
  await expect(other.api.call("get_me", {})).rejects.toMatchObject({ code: "unreadable" });
});

test("giving up in the middle of an answer is no failure of the hub", async () => {
  const asked = new AbortController();
  const body = new ReadableStream({
    start(controller) {
      asked.signal.addEventListener("abort", () => {
        controller.error(asked.signal.reason);
      });
    },
  });
  const { api } = apiOf(new Response(body));
  const answer = api.call("get_community", {}, { signal: asked.signal });
  asked.abort();
  await expect(answer).rejects.toThrow(DOMException);
});
