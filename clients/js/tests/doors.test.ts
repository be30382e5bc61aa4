import { expect, test } from "vitest";
import { makeApi, type Api, type Event, type Operations } from "../src/index.js";

/** An API whose hub gives its answers in order, and what it was asked, as `METHOD path body`. */
function apiOf(...answers: readonly object[]): { api: Api; asked: string[] } {
  const asked: string[] = [];
  const left = [...answers];
  const api = makeApi({
    fetch: (url, init) => {
      const body = typeof init?.body === "string" ? ` ${init.body}` : "";
      asked.push(`${init?.method} ${(url as string).replace("/api/v1", "")}${body}`);
      return Promise.resolve(Response.json(left.shift() ?? {}));
    },
  });
  return { api, asked };
}

const GIL = { id: "gil", username: "gil", display_name: "Gil", avatar_colour: "#336699" };

/** The bot of the README. */
async function admitBakers(api: Api, room: string): Promise<void> {
  const { requests } = await api.call("list_join_requests", { path: { room } });
  for (const { member, reason } of requests) {
    if (!reason.toLowerCase().includes("bread")) continue;
    await api.call("admit_member", { path: { room, member: member.id } });
  }
}

test("a bot admits those whose reason has its word", async () => {
  const requests = [
    { member: { ...GIL, id: "ann" }, reason: "I like cake", asked_at: 1 },
    { member: GIL, reason: "Bread is my life", asked_at: 2 },
  ];
  const { api, asked } = apiOf({ requests, next: null });
  await admitBakers(api, "r");
  expect(asked).toEqual(["GET /rooms/r/join-requests", "POST /rooms/r/join-requests/gil/admit"]);
});

test("one asks with a reason and is refused with a word", async () => {
  const { api, asked } = apiOf();
  await api.call("ask_to_join", { path: { room: "r" }, body: { reason: "I bake" } });
  const path = { room: "r", member: "gil" };
  await api.call("refuse_join_request", { path, body: { word: "Full" } });
  await api.call("withdraw_join_request", { path: { room: "r" } });
  expect(asked).toEqual([
    'POST /rooms/r/join-requests {"reason":"I bake"}',
    'POST /rooms/r/join-requests/gil/refuse {"word":"Full"}',
    "DELETE /rooms/r/join-requests/mine",
  ]);
});

test("an invitation is made, looked at and accepted; its code stands in no address", async () => {
  const code = "abc234";
  const { api, asked } = apiOf({ invitation: {}, code });
  const made: Operations["make_room_invitation"]["answer"] = await api.call(
    "make_room_invitation",
    { path: { room: "r" }, body: { uses: 5, lasts_s: 3600 } },
  );
  await api.call("look_at_invitation", { body: { code: made.code } });
  await api.call("accept_invitation", { body: { code: made.code } });
  expect(asked).toEqual([
    'POST /rooms/r/invitations {"uses":5,"lasts_s":3600}',
    'POST /invitations/look {"code":"abc234"}',
    'POST /invitations/accept {"code":"abc234"}',
  ]);
});

test("the inbox's news of join requests have their types", () => {
  const told = (event: Event): string => {
    switch (event.kind) {
      case "join_requested":
        return `${event.member} asks ${event.room}`;
      case "join_request_closed":
        return event.outcome;
      case "join_request_refused":
        return event.word ?? "";
      default:
        return "";
    }
  };
  const place = { t: "event", stream: "inbox:me", seq: 1, at: 1, actor: "gil", room: "r" } as const;
  expect(told({ ...place, kind: "join_requested", member: "gil" })).toBe("gil asks r");
  expect(told({ ...place, kind: "join_request_refused" })).toBe("");
  expect(told({ ...place, kind: "join_request_closed", member: "gil", outcome: "withdrawn" })).toBe(
    "withdrawn",
  );
});
