import { beforeEach, describe, expect, test } from "vitest";
import { HubbubError } from "../src/index.js";
import { EPOCH, INBOX, ROOM, received, sent, welcome } from "./frames.js";
import { Linked } from "./linked.js";

let linked: Linked;

beforeEach(() => {
  linked = new Linked();
});

describe("writing", () => {
  test("a write resolves with its place once the hub has it", async () => {
    linked.link.start();
    linked.goLive();
    const written = linked.write(1);
    const { ref } = linked.sockets.last.saidOf("send")[0] ?? {};
    linked.sockets.last.hears({ t: "ok", ref, seq: 7, id: "an id", at: 1 });
    await expect(written).resolves.toMatchObject({ seq: 7, id: "an id" });
  });

  test("a refused write rejects with the hub's words", async () => {
    linked.link.start();
    linked.goLive();
    const written = linked.write(1);
    const { ref } = linked.sockets.last.saidOf("send")[0] ?? {};
    const error = { t: "error", code: "too_large", detail: "Too long", retry: false };
    linked.sockets.last.hears({ ...error, ref, field: "body", limit: 8000 });
    await expect(written).rejects.toMatchObject({
      code: "too_large",
      field: "body",
      limit: 8000,
    });
    await expect(written).rejects.toBeInstanceOf(HubbubError);
  });

  test("unanswered writes are repeated in order with the same keys", () => {
    linked.link.start();
    linked.goLive();
    for (const number of [1, 2, 3]) void linked.write(number);
    const [, second] = linked.sockets.last.saidOf("send");
    linked.sockets.last.hears({ t: "ok", ref: second?.ref, seq: 2, at: 1 });
    linked.lose();
    void linked.write(4);
    linked.clock.turn(250);
    linked.goLive();
    expect(linked.sentNumbers()).toEqual([1, 3, 4]);
  });

  test("a write refused for now is repeated before those behind it in its stream", () => {
    linked.link.start();
    linked.goLive();
    for (const number of [1, 2, 3]) void linked.write(number);
    void linked.write(4, INBOX);
    const refs = linked.sockets.last.saidOf("send").map((each) => each.ref);
    const error = { t: "error", code: "rate_limited", detail: "Slower", retry: true };
    linked.sockets.last.hears({ ...error, ref: refs[0], after_ms: 300 });
    linked.clock.turn(300);
    expect(linked.sentNumbers()).toEqual([1, 2, 3, 4]); // 2 and 3 are not answered yet
    linked.sockets.last.hears({ ...error, ref: refs[1], after_ms: 300 });
    void linked.write(5);
    linked.sockets.last.hears({ ...error, ref: refs[2], after_ms: 300 });
    expect(linked.sentNumbers()).toEqual([1, 2, 3, 4]);
    linked.clock.turn(300);
    expect(linked.sentNumbers()).toEqual([1, 2, 3, 4, 1, 2, 3, 5]);
  });

  test("no more commands are unanswered than the hub allows", () => {
    linked.link.start();
    linked.sockets.last.listener.opened();
    linked.sockets.last.hears(welcome([], { limits: { unanswered: 2 } }));
    for (const number of [1, 2, 3]) void linked.write(number);
    expect(linked.sentNumbers()).toEqual([1, 2]);
    linked.sockets.last.hears({
      t: "ok",
      ref: linked.sockets.last.saidOf("send")[0]?.ref,
      seq: 1,
      at: 1,
    });
    expect(linked.sentNumbers()).toEqual([1, 2, 3]);
  });

  test("history is asked for again after the socket was lost", async () => {
    linked.link.start();
    linked.goLive();
    const asked = linked.link.history({ stream: ROOM, before: 10 });
    linked.lose();
    linked.clock.turn(250);
    linked.goLive();
    const ref = linked.sockets.last.saidOf("history")[0]?.ref;
    const page = { stream: ROOM, messages: [], members: [], as_of: 3 };
    linked.sockets.last.hears({ t: "messages", ref, page });
    await expect(asked).resolves.toEqual(page);
  });

  test("stopping fails what is unanswered", async () => {
    linked.link.start();
    linked.goLive();
    const written = linked.write(1);
    linked.link.stop();
    await expect(written).rejects.toMatchObject({ code: "closed" });
    expect(linked.sockets.last.isClosedByClient).toBe(true);
    expect(linked.clock.waiting).toBe(0);
  });

  test("typing is said only while live", () => {
    linked.link.start();
    linked.link.showTyping(ROOM);
    linked.goLive();
    expect(linked.sockets.last.saidOf("typing")).toEqual([]);
    linked.link.showTyping(ROOM);
    expect(linked.sockets.last.saidOf("typing")).toHaveLength(1);
  });

  test("a read marker that the hub does not know after a loss is said again", () => {
    linked.link.start();
    linked.goLive();
    linked.link.subscribe(ROOM, 0);
    linked.sockets.last.hears({ t: "subscribed", ref: 1, ...received(ROOM, 0) });
    linked.sockets.last.hears(sent(1), sent(2));
    linked.link.markRead(ROOM, 2);
    linked.lose();
    linked.clock.turn(250);
    linked.goLive(received(ROOM, 2, 2, 1));
    expect(linked.sockets.last.saidOf("mark_read")).toEqual([
      { t: "mark_read", stream: ROOM, seq: 2 },
    ]);
    linked.clock.turn(1_000);
    linked.lose();
    linked.clock.turn(250);
    linked.goLive(received(ROOM, 2, 2, 2));
    expect(linked.sockets.last.saidOf("mark_read")).toEqual([]);
  });

  test("a read marker of a void past is not said", () => {
    linked.link.start();
    linked.goLive();
    linked.link.subscribe(ROOM, 9);
    linked.sockets.last.hears({ t: "subscribed", ref: 1, ...received(ROOM, 9) });
    linked.link.markRead(ROOM, 7);
    linked.sockets.last.hears({ t: "reset", stream: ROOM, epoch: EPOCH, head: 2 });
    linked.link.subscribe(ROOM, 2);
    linked.sockets.last.hears({ t: "subscribed", ref: 2, ...received(ROOM, 2) });
    expect(linked.sockets.last.saidOf("mark_read")).toHaveLength(1);
  });
});
