import { expect, test } from "vitest";
import { makeLink, type Event } from "../src/index.js";
import { chances } from "./chances.js";
import { FakeClock } from "./fake-clock.js";
import { FakeHub } from "./fake-hub.js";
import { OTHER, ROOM } from "./frames.js";

const SEEDS = Array.from({ length: 150 }, (_, index) => index + 1);

/** Let chance decide what happens next, until so many messages are written. */
function live(seed: number, messages: number) {
  const chance = chances(seed);
  const clock = new FakeClock();
  const hub = new FakeHub();
  const told: Event[] = [];
  const written: string[] = [];
  let cuts = 0;
  const link = makeLink({
    url: "ws://hub/ws",
    device: "tab",
    client: { name: "test", version: "1" },
    openSocket: hub.open,
    clock,
    chance,
  });
  link.on("event", (event) => told.push(event));
  link.subscribe(ROOM, 0);
  link.start();
  const deeds: (() => void)[] = [
    () => {
      const body = `message ${written.length + 1}`;
      written.push(body);
      void link.write({ t: "send", key: body, stream: ROOM, body });
    },
    () => hub.append(ROOM, { kind: "room_archived", actor: OTHER }),
    () => {
      hub.cut();
      cuts += 1;
    },
    () => {
      hub.refusals += 1;
    },
    () => {
      clock.turn(chance() * 400);
    },
    ...Array.from({ length: 6 }, () => () => void hub.takeOne()),
    ...Array.from({ length: 6 }, () => () => void hub.giveOne()),
  ];
  while (written.length < messages) deeds[Math.floor(chance() * deeds.length)]?.();
  hub.refusals = 0;
  for (let round = 0; round < 20; round += 1) {
    hub.settle();
    clock.turn(1000);
  }
  return { hub, told, written, cuts };
}

test.each(SEEDS)("whatever is lost, every message comes once and in order (seed %i)", (seed) => {
  const { hub, told, written } = live(seed, 25);
  const log = hub.log(ROOM);
  expect(told).toEqual(log);
  const bodies = log.flatMap((event) => (event.kind === "message_sent" ? [event.body] : []));
  expect(bodies).toEqual(written);
});

test("lines are indeed cut meanwhile", () => {
  const cuts = SEEDS.map((seed) => live(seed, 25).cuts);
  expect(Math.min(...cuts)).toBeGreaterThan(3);
});
