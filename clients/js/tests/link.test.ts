import { beforeEach, describe, expect, test } from "vitest";
import { HubbubError, makeLink, type Event, type Link, type LinkState } from "../src/index.js";
import { FakeClock } from "./fake-clock.js";
import { FakeSockets } from "./fake-socket.js";
import { EPOCH, INBOX, ME, ROOM, received, sent, welcome } from "./frames.js";

const KEY = "00000000-0000-4000-8000-00000000000";

let clock: FakeClock;
let sockets: FakeSockets;
let chance: number;
let link: Link;
let states: LinkState["phase"][];
let events: Event[];

beforeEach(() => {
  clock = new FakeClock();
  sockets = new FakeSockets();
  chance = 0.5;
  states = [];
  events = [];
  link = makeLink({
    url: "ws://hub/ws",
    device: "tab",
    client: { name: "test", version: "1" },
    token: "token",
    openSocket: sockets.open,
    clock,
    chance: () => chance,
  });
  link.on("state", ({ phase }) => states.push(phase));
  link.on("event", (event) => events.push(event));
});

/** Open the latest socket and be greeted. */
function goLive(...streams: Parameters<typeof welcome>[0] & object[]): void {
  sockets.last.listener.opened();
  sockets.last.hears(welcome(streams));
}

function lose(code = 1006): void {
  sockets.last.listener.closed(code, "");
}

function write(number: number, stream = ROOM): Promise<unknown> {
  return link.write({ t: "send", key: `${KEY}${number}`, stream, body: `message ${number}` });
}

/** The keys of what was sent over the latest socket. */
function sentKeys(): string[] {
  return sockets.last.saidOf("send").map((each) => each.key.replace(KEY, ""));
}

describe("opening", () => {
  test("hello comes first, with the device and the token", () => {
    link.start();
    sockets.last.listener.opened();
    expect(sockets.last.subprotocol).toBe("hubbub.v1.json");
    expect(sockets.last.said).toEqual([
      {
        t: "hello",
        device: "tab",
        client: { name: "test", version: "1" },
        token: "token",
        resume: {},
        epoch: null,
      },
    ]);
  });

  test("nothing but hello is said before welcome", () => {
    void write(1);
    link.subscribe(ROOM);
    link.start();
    sockets.last.listener.opened();
    expect(sockets.last.said.map((each) => each.t)).toEqual(["hello"]);
    sockets.last.hears(welcome());
    expect(sockets.last.said.map((each) => each.t)).toEqual(["hello", "subscribe", "send"]);
  });

  test("the state is told as it changes", () => {
    link.start();
    goLive();
    lose();
    clock.turn(250);
    expect(states).toEqual(["opening", "live", "waiting", "opening"]);
  });

  test("a socket that never opens is given up after ten seconds", () => {
    link.start();
    clock.turn(9_999);
    expect(sockets.last.isClosedByClient).toBe(false);
    clock.turn(1);
    expect(sockets.last.isClosedByClient).toBe(true);
    expect(link.state.phase).toBe("waiting");
  });

  test("a hub that does not greet is given up after ten seconds", () => {
    link.start();
    sockets.last.listener.opened();
    clock.turn(10_000);
    expect(sockets.last.isClosedByClient).toBe(true);
  });
});

describe("staying live", () => {
  test("a ping is answered", () => {
    link.start();
    goLive();
    sockets.last.hears({ t: "ping" });
    expect(sockets.last.said.at(-1)).toEqual({ t: "pong" });
  });

  test("silence for the time of a ping and ten seconds ends the socket", () => {
    link.start();
    goLive();
    clock.turn(30_000);
    sockets.last.hears({ t: "ping" });
    clock.turn(34_999);
    expect(link.state.phase).toBe("live");
    clock.turn(1);
    expect(sockets.last.isClosedByClient).toBe(true);
    expect(link.state.phase).toBe("waiting");
  });

  test("a frame of a later version is ignored and proves the socket alive", () => {
    link.start();
    goLive();
    clock.turn(34_000);
    sockets.last.hears({ t: "telepathy" });
    clock.turn(34_000);
    expect(link.state.phase).toBe("live");
  });

  test("what is no frame ends the socket, not the link", () => {
    link.start();
    goLive();
    sockets.last.listener.received("not JSON");
    expect(sockets.last.isClosedByClient).toBe(true);
    expect(link.state.phase).toBe("waiting");
  });
});

describe("coming back", () => {
  /** The waits before the next attempts, if each fails. */
  function waits(count: number): number[] {
    return Array.from({ length: count }, () => {
      lose();
      const state = link.state;
      if (state.phase !== "waiting") throw new Error(state.phase);
      const wait = state.retryAt - clock.now();
      clock.turn(wait);
      return wait;
    });
  }

  test("the wait is a share of half a second, doubled with every failure up to thirty seconds", () => {
    link.start();
    expect(waits(8)).toEqual([250, 500, 1000, 2000, 4000, 8000, 15_000, 15_000]);
  });

  test("after a live session the first wait is short again", () => {
    link.start();
    waits(5);
    goLive();
    expect(waits(1)).toEqual([250]);
  });

  test("a hub that sends one away to come back later is not asked sooner each time", () => {
    link.start();
    goLive();
    lose(4013);
    clock.turn(250);
    goLive();
    lose(4013);
    clock.turn(499);
    expect(sockets.all).toHaveLength(2);
    clock.turn(1);
    expect(sockets.all).toHaveLength(3);
  });

  test("waking tries at once", () => {
    link.start();
    waits(6);
    lose();
    link.wake();
    expect(link.state.phase).toBe("opening");
  });

  test("waking does not shorten the wait that the hub asked for", () => {
    link.start();
    goLive();
    sockets.last.hears({ t: "bye", code: 4013, reason: "too busy", retry_ms: 5000 });
    link.wake();
    clock.turn(4999);
    expect(sockets.all).toHaveLength(1);
    clock.turn(1);
    expect(sockets.all).toHaveLength(2);
  });

  test("a draining hub is left at the time that it names, and meanwhile takes writes", () => {
    link.start();
    goLive();
    sockets.last.hears({ t: "drain", after_ms: 1500 });
    clock.turn(1000);
    void write(1);
    expect(sentKeys()).toEqual(["1"]);
    clock.turn(500);
    expect(sockets.all).toHaveLength(2);
    expect(sockets.all[0]?.isClosedByClient).toBe(true);
  });

  test("a draining hub that closes early is not asked before the time that it named", () => {
    link.start();
    goLive();
    sockets.last.hears({ t: "drain", after_ms: 1500 });
    lose(1012);
    clock.turn(1499);
    expect(sockets.all).toHaveLength(1);
    clock.turn(1);
    expect(sockets.all).toHaveLength(2);
  });

  test.each([
    [4100, "sign_in"],
    [4101, "sign_in"],
    [4102, "sign_in"],
    [4200, "stop"],
    [4206, "stop"],
  ] as const)("a close with %i ends the link: %s", (code, verdict) => {
    link.start();
    goLive();
    lose(code);
    expect(link.state).toMatchObject({ phase: "ended", code, verdict });
    clock.turn(60_000);
    expect(sockets.all).toHaveLength(1);
  });

  test("a bye counts more than the close that follows it", () => {
    link.start();
    goLive();
    sockets.last.hears({ t: "bye", code: 4102, reason: "signed out" });
    expect(link.state).toMatchObject({ phase: "ended", code: 4102, reason: "signed out" });
  });
});

describe("streams", () => {
  test("events are told once each and in order", () => {
    link.start();
    goLive();
    link.subscribe(ROOM, 4);
    sockets.last.hears({ t: "subscribed", ref: 1, ...received(ROOM, 4) });
    sockets.last.hears(sent(4), sent(5), sent(5), sent(6));
    expect(events.map((each) => each.seq)).toEqual([5, 6]);
  });

  test("a gap is not told: the stream is asked for again from the cursor", () => {
    link.start();
    goLive();
    link.subscribe(ROOM, 4);
    sockets.last.hears({ t: "subscribed", ref: 1, ...received(ROOM, 4) });
    sockets.last.hears(sent(5), sent(7), sent(8));
    expect(events.map((each) => each.seq)).toEqual([5]);
    expect(sockets.last.saidOf("subscribe").slice(1)).toEqual([
      { t: "subscribe", ref: 2, streams: [{ stream: ROOM, seq: 5 }], epoch: EPOCH },
    ]);
    sockets.last.hears({ t: "subscribed", ref: 2, ...received(ROOM, 5, 8) });
    sockets.last.hears(sent(6), sent(7), sent(8));
    expect(events.map((each) => each.seq)).toEqual([5, 6, 7, 8]);
  });

  test("a skip and an unknown kind of event count as places", () => {
    const skipped: number[] = [];
    link.on("skip", ({ seq }) => skipped.push(seq));
    link.start();
    goLive();
    link.subscribe(ROOM, 0);
    sockets.last.hears({ t: "subscribed", ref: 1, ...received(ROOM, 0) });
    sockets.last.hears({ t: "skip", stream: ROOM, seq: 1 });
    sockets.last.hears({ ...sent(2), kind: "message_sung" });
    sockets.last.hears(sent(3));
    expect(skipped).toEqual([1, 2]);
    expect(events.map((each) => each.seq)).toEqual([3]);
  });

  test("hello resumes every stream from its cursor, in the epoch of the cursors", () => {
    link.start();
    link.subscribe(ROOM, 4);
    link.subscribe(INBOX);
    goLive(received(ROOM, 4));
    sockets.last.hears({ t: "subscribed", ref: 1, ...received(INBOX, 9) });
    sockets.last.hears(sent(5));
    lose();
    clock.turn(250);
    sockets.last.listener.opened();
    expect(sockets.last.saidOf("hello")[0]).toMatchObject({
      resume: { [ROOM]: 5, [INBOX]: 9 },
      epoch: EPOCH,
    });
    sockets.last.hears(welcome([received(ROOM, 5), received(INBOX, 9)]), sent(6));
    expect(events.map((each) => each.seq)).toEqual([5, 6]);
    expect(sockets.last.saidOf("subscribe")).toEqual([]);
  });

  test("more than a hundred streams are asked for in parts", () => {
    link.start();
    goLive();
    lose();
    for (let number = 0; number < 230; number += 1) link.subscribe(`room:${number}`);
    clock.turn(250);
    goLive();
    const parts = sockets.last.saidOf("subscribe").map((each) => each.streams.length);
    expect(parts).toEqual([100, 100, 30]);
  });

  test("a reset is told, and the stream not resumed", () => {
    const resets: string[] = [];
    link.on("reset", ({ stream }) => resets.push(stream));
    link.start();
    goLive();
    link.subscribe(ROOM, 4);
    sockets.last.hears({ t: "reset", ref: 1, stream: ROOM, epoch: EPOCH, head: 2 });
    sockets.last.hears(sent(5));
    expect(resets).toEqual([ROOM]);
    expect(events).toEqual([]);
    lose();
    clock.turn(250);
    sockets.last.listener.opened();
    expect(sockets.last.saidOf("hello")[0]?.resume).toEqual({});
  });

  test("a new epoch resets every stream", () => {
    const resets: string[] = [];
    link.on("reset", ({ stream }) => resets.push(stream));
    link.start();
    goLive();
    link.subscribe(ROOM, 4);
    sockets.last.hears({ t: "subscribed", ref: 1, ...received(ROOM, 4) });
    lose();
    clock.turn(250);
    sockets.last.listener.opened();
    const epoch = "fedcba9876543210";
    sockets.last.hears(welcome([], { epoch }), { t: "reset", stream: ROOM, epoch, head: 1 });
    expect(resets).toEqual([ROOM]);
  });

  test("a stream that is refused is told and not asked for again", () => {
    const ended: unknown[] = [];
    link.on("unsubscribed", ({ stream, error }) => ended.push([stream, error?.code]));
    link.start();
    goLive();
    link.subscribe(ROOM, 4);
    const error = { t: "error", code: "not_found", detail: "No such room", retry: false };
    sockets.last.hears({ ...error, ref: 1, to: ROOM });
    clock.turn(30_000);
    expect(ended).toEqual([[ROOM, "not_found"]]);
    expect(sockets.last.saidOf("subscribe")).toHaveLength(1);
  });

  test("a stream that is refused for now is asked for again when the hub says", () => {
    link.start();
    goLive();
    link.subscribe(ROOM, 4);
    const error = { t: "error", code: "unavailable", detail: "Not now", retry: true };
    sockets.last.hears({ ...error, ref: 1, to: ROOM, after_ms: 700 });
    clock.turn(699);
    expect(sockets.last.saidOf("subscribe")).toHaveLength(1);
    clock.turn(1);
    expect(sockets.last.saidOf("subscribe")).toHaveLength(2);
  });

  test("a subscription ends with one's own departure", () => {
    const ended: string[] = [];
    link.on("unsubscribed", ({ stream }) => ended.push(stream));
    link.start();
    goLive();
    link.subscribe(ROOM, 0);
    sockets.last.hears({ t: "subscribed", ref: 1, ...received(ROOM, 0) });
    const removed = { kind: "member_removed", member: ME, actor: "x", t: "event", at: 1 };
    sockets.last.hears({ ...removed, stream: ROOM, seq: 1 }, sent(2));
    expect(events.map((each) => each.kind)).toEqual(["member_removed"]);
    expect(ended).toEqual([ROOM]);
  });

  test("to unsubscribe and subscribe again reaches the hub in this order", () => {
    link.start();
    goLive();
    link.subscribe(ROOM, 0);
    link.unsubscribe(ROOM);
    link.subscribe(ROOM, 0);
    const said = sockets.last.said.map((each) => each.t);
    expect(said).toEqual(["hello", "subscribe", "unsubscribe", "subscribe"]);
  });
});

describe("writing", () => {
  test("a write resolves with its place once the hub has it", async () => {
    link.start();
    goLive();
    const written = write(1);
    const { ref } = sockets.last.saidOf("send")[0] ?? {};
    sockets.last.hears({ t: "ok", ref, seq: 7, id: "an id", at: 1 });
    await expect(written).resolves.toMatchObject({ seq: 7, id: "an id" });
  });

  test("a refused write rejects with the hub's words", async () => {
    link.start();
    goLive();
    const written = write(1);
    const { ref } = sockets.last.saidOf("send")[0] ?? {};
    const error = { t: "error", code: "too_large", detail: "Too long", retry: false };
    sockets.last.hears({ ...error, ref, field: "body", limit: 8000 });
    await expect(written).rejects.toMatchObject({
      code: "too_large",
      field: "body",
      limit: 8000,
    });
    await expect(written).rejects.toBeInstanceOf(HubbubError);
  });

  test("unanswered writes are repeated in order with the same keys", () => {
    link.start();
    goLive();
    for (const number of [1, 2, 3]) void write(number);
    const [, second] = sockets.last.saidOf("send");
    sockets.last.hears({ t: "ok", ref: second?.ref, seq: 2, at: 1 });
    lose();
    void write(4);
    clock.turn(250);
    goLive();
    expect(sentKeys()).toEqual(["1", "3", "4"]);
  });

  test("a write refused for now is repeated before those behind it in its stream", () => {
    link.start();
    goLive();
    for (const number of [1, 2, 3]) void write(number);
    void write(4, INBOX);
    const refs = sockets.last.saidOf("send").map((each) => each.ref);
    const error = { t: "error", code: "rate_limited", detail: "Slower", retry: true };
    sockets.last.hears({ ...error, ref: refs[0], after_ms: 300 });
    clock.turn(300);
    expect(sentKeys()).toEqual(["1", "2", "3", "4"]); // 2 and 3 are not answered yet
    sockets.last.hears({ ...error, ref: refs[1], after_ms: 300 });
    void write(5);
    sockets.last.hears({ ...error, ref: refs[2], after_ms: 300 });
    expect(sentKeys()).toEqual(["1", "2", "3", "4"]);
    clock.turn(300);
    expect(sentKeys()).toEqual(["1", "2", "3", "4", "1", "2", "3", "5"]);
  });

  test("no more commands are unanswered than the hub allows", () => {
    link.start();
    sockets.last.listener.opened();
    sockets.last.hears(welcome([], { limits: { unanswered: 2 } }));
    for (const number of [1, 2, 3]) void write(number);
    expect(sentKeys()).toEqual(["1", "2"]);
    sockets.last.hears({ t: "ok", ref: sockets.last.saidOf("send")[0]?.ref, seq: 1, at: 1 });
    expect(sentKeys()).toEqual(["1", "2", "3"]);
  });

  test("history is asked for again after the socket was lost", async () => {
    link.start();
    goLive();
    const asked = link.history({ stream: ROOM, before: 10 });
    lose();
    clock.turn(250);
    goLive();
    const ref = sockets.last.saidOf("history")[0]?.ref;
    const page = { stream: ROOM, messages: [], members: [], as_of: 3 };
    sockets.last.hears({ t: "messages", ref, page });
    await expect(asked).resolves.toEqual(page);
  });

  test("stopping fails what is unanswered", async () => {
    link.start();
    goLive();
    const written = write(1);
    link.stop();
    await expect(written).rejects.toMatchObject({ code: "closed" });
    expect(sockets.last.isClosedByClient).toBe(true);
    expect(clock.waiting).toBe(0);
  });

  test("typing is said only while live", () => {
    link.start();
    link.showTyping(ROOM);
    goLive();
    expect(sockets.last.saidOf("typing")).toEqual([]);
    link.showTyping(ROOM);
    expect(sockets.last.saidOf("typing")).toHaveLength(1);
  });

  test("a read marker that the hub does not know after a loss is said again", () => {
    link.start();
    goLive();
    link.subscribe(ROOM, 0);
    sockets.last.hears({ t: "subscribed", ref: 1, ...received(ROOM, 0) });
    sockets.last.hears(sent(1), sent(2));
    link.markRead(ROOM, 2);
    lose();
    clock.turn(250);
    goLive(received(ROOM, 2, 2, 1));
    expect(sockets.last.saidOf("mark_read")).toEqual([{ t: "mark_read", stream: ROOM, seq: 2 }]);
    lose();
    clock.turn(250);
    goLive(received(ROOM, 2, 2, 2));
    expect(sockets.last.saidOf("mark_read")).toEqual([]);
  });
});
