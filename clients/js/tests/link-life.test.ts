import { beforeEach, describe, expect, test } from "vitest";
import { ROOM, welcome } from "./frames.js";
import { Linked } from "./linked.js";

let linked: Linked;

beforeEach(() => {
  linked = new Linked();
});

describe("opening", () => {
  test("hello comes first, with the device and the token", () => {
    linked.link.start();
    linked.sockets.last.listener.opened();
    expect(linked.sockets.last.subprotocol).toBe("hubbub.v1.json");
    expect(linked.sockets.last.said).toEqual([
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
    void linked.write(1);
    linked.link.subscribe(ROOM);
    linked.link.start();
    linked.sockets.last.listener.opened();
    expect(linked.sockets.last.said.map((each) => each.t)).toEqual(["hello"]);
    linked.sockets.last.hears(welcome());
    expect(linked.sockets.last.said.map((each) => each.t)).toEqual(["hello", "subscribe", "send"]);
  });

  test("the state is told as it changes", () => {
    linked.link.start();
    linked.goLive();
    linked.lose();
    linked.clock.turn(250);
    expect(linked.states).toEqual(["opening", "live", "waiting", "opening"]);
  });

  test("a socket that never opens is given up after ten seconds", () => {
    linked.link.start();
    linked.clock.turn(9_999);
    expect(linked.sockets.last.isClosedByClient).toBe(false);
    linked.clock.turn(1);
    expect(linked.sockets.last.isClosedByClient).toBe(true);
    expect(linked.link.state.phase).toBe("waiting");
  });

  test("a hub that does not greet is given up after ten seconds", () => {
    linked.link.start();
    linked.sockets.last.listener.opened();
    linked.clock.turn(10_000);
    expect(linked.sockets.last.isClosedByClient).toBe(true);
  });
});

describe("staying live", () => {
  test("a ping is answered", () => {
    linked.link.start();
    linked.goLive();
    linked.sockets.last.hears({ t: "ping" });
    expect(linked.sockets.last.said.at(-1)).toEqual({ t: "pong" });
  });

  test("silence for the time of a ping and ten seconds ends the socket", () => {
    linked.link.start();
    linked.goLive();
    linked.clock.turn(30_000);
    linked.sockets.last.hears({ t: "ping" });
    linked.clock.turn(34_999);
    expect(linked.link.state.phase).toBe("live");
    linked.clock.turn(1);
    expect(linked.sockets.last.isClosedByClient).toBe(true);
    expect(linked.link.state.phase).toBe("waiting");
  });

  test("a frame of a later version is ignored and proves the socket alive", () => {
    linked.link.start();
    linked.goLive();
    linked.clock.turn(34_000);
    linked.sockets.last.hears({ t: "telepathy" });
    linked.clock.turn(34_000);
    expect(linked.link.state.phase).toBe("live");
  });

  test("what is no frame ends the socket, not the link", () => {
    linked.link.start();
    linked.goLive();
    linked.sockets.last.listener.received("not JSON");
    expect(linked.sockets.last.isClosedByClient).toBe(true);
    expect(linked.link.state.phase).toBe("waiting");
  });
});

describe("coming back", () => {
  /** The waits before the next attempts, if each fails. */
  function waits(count: number, code?: number): number[] {
    return Array.from({ length: count }, () => {
      linked.lose(code);
      const state = linked.link.state;
      if (state.phase !== "waiting") throw new Error(state.phase);
      const wait = state.retryAt - linked.clock.now();
      linked.clock.turn(wait);
      return wait;
    });
  }

  test("the wait is a share of half a second, doubled with every failure up to eight seconds", () => {
    linked.link.start();
    expect(waits(7)).toEqual([250, 500, 1000, 2000, 4000, 4000, 4000]);
  });

  test("after a minute without a session the wait is a share of thirty seconds", () => {
    linked.link.start();
    expect(waits(22).slice(-4)).toEqual([4000, 15_000, 15_000, 15_000]);
  });

  test("a hub that asks clients to back off is left in peace from the first minute on", () => {
    linked.link.start();
    linked.goLive();
    expect(waits(8, 4000)).toEqual([250, 500, 1000, 2000, 4000, 8000, 15_000, 15_000]);
  });

  test("after a session that was live for a second the first wait is short again", () => {
    linked.link.start();
    waits(5);
    linked.goLive();
    linked.clock.turn(1_000);
    expect(waits(1)).toEqual([250]);
  });

  test("after one that was gone at once it is not: a hub that drops everybody gets rest", () => {
    linked.link.start();
    waits(5);
    linked.goLive();
    linked.clock.turn(999);
    expect(waits(1)).toEqual([4000]);
  });

  test("a hub that sends one away to come back later is not asked sooner each time", () => {
    linked.link.start();
    linked.goLive();
    linked.lose(4013);
    linked.clock.turn(250);
    linked.goLive();
    linked.lose(4013);
    linked.clock.turn(499);
    expect(linked.sockets.all).toHaveLength(2);
    linked.clock.turn(1);
    expect(linked.sockets.all).toHaveLength(3);
  });

  test("waking tries at once", () => {
    linked.link.start();
    waits(6);
    linked.lose();
    linked.link.wake();
    expect(linked.link.state.phase).toBe("opening");
  });

  test("waking does not shorten the wait that the hub asked for", () => {
    linked.link.start();
    linked.goLive();
    linked.sockets.last.hears({ t: "bye", code: 4013, reason: "too busy", retry_ms: 5000 });
    linked.link.wake();
    linked.clock.turn(4999);
    expect(linked.sockets.all).toHaveLength(1);
    linked.clock.turn(1);
    expect(linked.sockets.all).toHaveLength(2);
  });

  test("a draining hub is left at the time that it names, and meanwhile takes writes", () => {
    linked.link.start();
    linked.goLive();
    linked.sockets.last.hears({ t: "drain", after_ms: 1500 });
    linked.clock.turn(1000);
    void linked.write(1);
    expect(linked.sentNumbers()).toEqual([1]);
    linked.clock.turn(500);
    expect(linked.sockets.all).toHaveLength(2);
    expect(linked.sockets.all[0]?.isClosedByClient).toBe(true);
  });

  test("a draining hub that closes early is not asked before the time that it named", () => {
    linked.link.start();
    linked.goLive();
    linked.sockets.last.hears({ t: "drain", after_ms: 1500 });
    linked.lose(1012);
    linked.clock.turn(1499);
    expect(linked.sockets.all).toHaveLength(1);
    linked.clock.turn(1);
    expect(linked.sockets.all).toHaveLength(2);
  });

  test.each([
    [4100, "sign_in"],
    [4101, "stop"],
    [4102, "sign_in"],
    [4200, "stop"],
    [4206, "stop"],
  ] as const)("a close with %i ends the link: %s", (code, verdict) => {
    linked.link.start();
    linked.goLive();
    linked.lose(code);
    expect(linked.link.state).toMatchObject({ phase: "ended", code, verdict });
    linked.clock.turn(60_000);
    expect(linked.sockets.all).toHaveLength(1);
  });

  test("a bye counts more than the close that follows it", () => {
    linked.link.start();
    linked.goLive();
    linked.sockets.last.hears({ t: "bye", code: 4102, reason: "signed out" });
    expect(linked.link.state).toMatchObject({ phase: "ended", code: 4102, reason: "signed out" });
  });
});
