import { expect, test } from "vitest";
import { makeApi, makeKey, type Api, type Event, type Link } from "../src/index.js";
import { INBOX, ME, OTHER } from "./frames.js";
import { Linked } from "./linked.js";

const CHANNEL = "01990000-0000-7000-8000-00000000000d";

/** The bot of the README. */
function greetWhoeverAsks(api: Api, link: Link): void {
  link.on("event", (event) => {
    if (event.kind === "connection_requested") {
      void api.call("accept_request", { path: { request: event.request } });
    }
    if (event.kind === "personal_connection_opened") {
      const stream = `direct:${event.channel}`;
      link.subscribe(stream, event.opened_seq);
      void link.write({ t: "send", key: makeKey(), stream, body: "Hello" });
    }
  });
}

/** A link that receives its inbox from the start. */
function linkedInbox(): Linked {
  const linked = new Linked();
  linked.link.start();
  linked.link.subscribe(INBOX, 0);
  linked.goLive({ stream: INBOX, head: 0, after: 0, mode: "live", read: 0 });
  return linked;
}

test("a bot accepts whoever asks, and greets them where they talk", () => {
  const linked = linkedInbox();
  const asked: string[] = [];
  const api = makeApi({
    fetch: (url, init) => {
      asked.push(`${init?.method} ${url as string}`);
      return Promise.resolve(Response.json({}));
    },
  });
  greetWhoeverAsks(api, linked.link);
  const place = { t: "event", stream: INBOX, at: 1, actor: OTHER } as const;
  const request: Event = {
    ...place,
    seq: 1,
    kind: "connection_requested",
    request: "r",
    sender: OTHER,
    receiver: ME,
  };
  linked.sockets.last.hears(request);
  expect(asked).toEqual(["POST /api/v1/connection-requests/r/accept"]);
  const opened: Event = {
    ...place,
    seq: 2,
    kind: "personal_connection_opened",
    member: OTHER,
    channel: CHANNEL,
    opened_seq: 5,
  };
  linked.sockets.last.hears(opened);
  const [subscribe] = linked.sockets.last.saidOf("subscribe");
  expect(subscribe?.streams).toEqual([{ stream: `direct:${CHANNEL}`, seq: 5 }]);
  const [send] = linked.sockets.last.saidOf("send");
  expect(send).toMatchObject({ stream: `direct:${CHANNEL}`, body: "Hello" });
});

test("deeds between two members are repeated in order, and held behind one refused for now", async () => {
  const linked = linkedInbox();
  const { link, clock } = linked;
  const blocked = link.write({ t: "block", key: makeKey(), member: OTHER });
  const [block] = linked.sockets.last.saidOf("block");
  const error = { t: "error", code: "rate_limited", detail: "Slower", retry: true };
  linked.sockets.last.hears({ ...error, ref: block?.ref, after_ms: 300 });
  void link.write({ t: "unblock", key: makeKey(), member: OTHER });
  expect(linked.sockets.last.saidOf("unblock")).toEqual([]);
  clock.turn(300);
  const [, again] = linked.sockets.last.saidOf("block");
  expect(again).toEqual(block);
  expect(linked.sockets.last.saidOf("unblock")).toHaveLength(1);
  linked.sockets.last.hears({ t: "ok", ref: block?.ref, seq: 7, at: 1 });
  await expect(blocked).resolves.toMatchObject({ seq: 7 });
});
