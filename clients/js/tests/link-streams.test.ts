import { beforeEach, describe, expect, test } from "vitest";
import { EPOCH, INBOX, ME, ROOM, received, sent, welcome } from "./frames.js";
import { Linked } from "./linked.js";

let linked: Linked;

beforeEach(() => {
  linked = new Linked();
});

describe("streams", () => {
  test("events are told once each and in order", () => {
    linked.link.start();
    linked.goLive();
    linked.link.subscribe(ROOM, 4);
    linked.sockets.last.hears({ t: "subscribed", ref: 1, ...received(ROOM, 4) });
    linked.sockets.last.hears(sent(4), sent(5), sent(5), sent(6));
    expect(linked.events.map((each) => each.seq)).toEqual([5, 6]);
  });

  test("a gap is not told: the stream is asked for again from the cursor", () => {
    linked.link.start();
    linked.goLive();
    linked.link.subscribe(ROOM, 4);
    linked.sockets.last.hears({ t: "subscribed", ref: 1, ...received(ROOM, 4) });
    linked.sockets.last.hears(sent(5), sent(7), sent(8));
    expect(linked.events.map((each) => each.seq)).toEqual([5]);
    expect(linked.sockets.last.saidOf("subscribe").slice(1)).toEqual([
      { t: "subscribe", ref: 2, streams: [{ stream: ROOM, seq: 5 }], epoch: EPOCH },
    ]);
    linked.sockets.last.hears({ t: "subscribed", ref: 2, ...received(ROOM, 5, 8) });
    linked.sockets.last.hears(sent(6), sent(7), sent(8));
    expect(linked.events.map((each) => each.seq)).toEqual([5, 6, 7, 8]);
  });

  test("a skip and an unknown kind of event count as places", () => {
    const skipped: number[] = [];
    linked.link.on("skip", ({ seq }) => skipped.push(seq));
    linked.link.start();
    linked.goLive();
    linked.link.subscribe(ROOM, 0);
    linked.sockets.last.hears({ t: "subscribed", ref: 1, ...received(ROOM, 0) });
    linked.sockets.last.hears({ t: "skip", stream: ROOM, seq: 1 });
    linked.sockets.last.hears({ ...sent(2), kind: "message_sung" });
    linked.sockets.last.hears(sent(3));
    expect(skipped).toEqual([1, 2]);
    expect(linked.events.map((each) => each.seq)).toEqual([3]);
  });

  test("hello resumes every stream from its cursor, in the epoch of the cursors", () => {
    linked.link.start();
    linked.link.subscribe(ROOM, 4);
    linked.link.subscribe(INBOX);
    linked.goLive(received(ROOM, 4));
    linked.sockets.last.hears({ t: "subscribed", ref: 1, ...received(INBOX, 9) });
    linked.sockets.last.hears(sent(5));
    linked.lose();
    linked.clock.turn(250);
    linked.sockets.last.listener.opened();
    expect(linked.sockets.last.saidOf("hello")[0]).toMatchObject({
      resume: { [ROOM]: 5, [INBOX]: 9 },
      epoch: EPOCH,
    });
    linked.sockets.last.hears(welcome([received(ROOM, 5), received(INBOX, 9)]), sent(6));
    expect(linked.events.map((each) => each.seq)).toEqual([5, 6]);
    expect(linked.sockets.last.saidOf("subscribe")).toEqual([]);
  });

  test("more than a hundred streams are asked for in parts", () => {
    linked.link.start();
    linked.goLive();
    linked.lose();
    for (let number = 0; number < 230; number += 1) linked.link.subscribe(`room:${number}`);
    linked.clock.turn(250);
    linked.goLive();
    const parts = linked.sockets.last.saidOf("subscribe").map((each) => each.streams.length);
    expect(parts).toEqual([100, 100, 30]);
  });

  test("a reset is told, and the stream not resumed", () => {
    const resets: string[] = [];
    linked.link.on("reset", ({ stream }) => resets.push(stream));
    linked.link.start();
    linked.goLive();
    linked.link.subscribe(ROOM, 4);
    linked.sockets.last.hears({ t: "reset", ref: 1, stream: ROOM, epoch: EPOCH, head: 2 });
    linked.sockets.last.hears(sent(5));
    expect(resets).toEqual([ROOM]);
    expect(linked.events).toEqual([]);
    linked.lose();
    linked.clock.turn(250);
    linked.sockets.last.listener.opened();
    expect(linked.sockets.last.saidOf("hello")[0]?.resume).toEqual({});
  });

  test("a new epoch resets every stream", () => {
    const resets: string[] = [];
    linked.link.on("reset", ({ stream }) => resets.push(stream));
    linked.link.start();
    linked.goLive();
    linked.link.subscribe(ROOM, 4);
    linked.sockets.last.hears({ t: "subscribed", ref: 1, ...received(ROOM, 4) });
    linked.lose();
    linked.clock.turn(250);
    linked.sockets.last.listener.opened();
    const epoch = "fedcba9876543210";
    linked.sockets.last.hears(welcome([], { epoch }), { t: "reset", stream: ROOM, epoch, head: 1 });
    expect(resets).toEqual([ROOM]);
  });

  test("a stream that is refused is told and not asked for again", () => {
    const ended: unknown[] = [];
    linked.link.on("unsubscribed", ({ stream, error }) => ended.push([stream, error?.code]));
    linked.link.start();
    linked.goLive();
    linked.link.subscribe(ROOM, 4);
    const error = { t: "error", code: "not_found", detail: "No such room", retry: false };
    linked.sockets.last.hears({ ...error, ref: 1, to: ROOM });
    linked.clock.turn(30_000);
    expect(ended).toEqual([[ROOM, "not_found"]]);
    expect(linked.sockets.last.saidOf("subscribe")).toHaveLength(1);
  });

  test("a stream that is refused for now is asked for again when the hub says", () => {
    linked.link.start();
    linked.goLive();
    linked.link.subscribe(ROOM, 4);
    const error = { t: "error", code: "unavailable", detail: "Not now", retry: true };
    linked.sockets.last.hears({ ...error, ref: 1, to: ROOM, after_ms: 700 });
    linked.clock.turn(699);
    expect(linked.sockets.last.saidOf("subscribe")).toHaveLength(1);
    linked.clock.turn(1);
    expect(linked.sockets.last.saidOf("subscribe")).toHaveLength(2);
  });

  test("a subscription ends with one's own departure", () => {
    const ended: string[] = [];
    linked.link.on("unsubscribed", ({ stream }) => ended.push(stream));
    linked.link.start();
    linked.goLive();
    linked.link.subscribe(ROOM, 0);
    linked.sockets.last.hears({ t: "subscribed", ref: 1, ...received(ROOM, 0) });
    const removed = { kind: "member_removed", member: ME, actor: "x", t: "event", at: 1 };
    linked.sockets.last.hears({ ...removed, stream: ROOM, seq: 1 }, sent(2));
    expect(linked.events.map((each) => each.kind)).toEqual(["member_removed"]);
    expect(ended).toEqual([ROOM]);
  });

  test("a departure below the head of the subscription does not end it", () => {
    linked.link.start();
    linked.goLive();
    linked.link.subscribe(ROOM, 0);
    linked.sockets.last.hears({ t: "subscribed", ref: 1, ...received(ROOM, 0, 2) });
    const left = { t: "event", kind: "member_left", member: ME, actor: ME, at: 1, stream: ROOM };
    linked.sockets.last.hears({ ...left, seq: 1 }, sent(2), sent(3), { ...left, seq: 4 }, sent(5));
    expect(linked.events.map((each) => each.seq)).toEqual([1, 2, 3, 4]);
  });

  test("while a stream is asked for anew the answer decides on a departure", () => {
    linked.link.start();
    linked.goLive();
    linked.link.subscribe(ROOM, 0);
    linked.sockets.last.hears({ t: "subscribed", ref: 1, ...received(ROOM, 0) });
    linked.link.subscribe(ROOM, 0);
    const left = { t: "event", kind: "member_left", member: ME, actor: ME, at: 1, stream: ROOM };
    linked.sockets.last.hears({ ...left, seq: 1 });
    linked.sockets.last.hears({ t: "subscribed", ref: 2, ...received(ROOM, 0, 3) });
    linked.sockets.last.hears({ ...left, seq: 1 }, sent(2), sent(3), sent(4));
    expect(linked.events.map((each) => each.seq)).toEqual([1, 2, 3, 4]);
  });

  test("to unsubscribe and subscribe again reaches the hub in this order", () => {
    linked.link.start();
    linked.goLive();
    linked.link.subscribe(ROOM, 0);
    linked.link.unsubscribe(ROOM);
    linked.link.subscribe(ROOM, 0);
    const said = linked.sockets.last.said.map((each) => each.t);
    expect(said).toEqual(["hello", "subscribe", "unsubscribe", "subscribe"]);
  });
});
