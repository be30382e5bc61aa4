// A client of the protocol on npm's `ws`, written from protocol/README.md alone: hello, subscribe,
// write, away before the event of it has come, back where it was, two pings answered, write again.
// Prints the events that it applied, as one JSON list.
//
// node talk_with_ws.mjs URL STREAM    the token comes as HUBBUB_TOKEN

import { randomUUID } from "node:crypto";
import { once } from "node:events";
import process from "node:process";
import WebSocket from "ws";

const [url, stream] = process.argv.slice(2);
const device = randomUUID();
const events = [];
let place = 0;

/** Open a socket; returns how to say something on it and how to wait for a kind of frame. */
const open = async () => {
  const socket = new WebSocket(url, "hubbub.v1.json");
  const waiting = [];
  const frames = [];
  const say = (command) => socket.send(JSON.stringify(command));
  socket.on("message", (data) => {
    const frame = JSON.parse(data.toString());
    if (["error", "bye", "reset"].includes(frame.t)) throw new Error(data.toString());
    if (frame.t === "ping") say({ t: "pong" });
    if (frame.t === "event" && frame.seq === place + 1) {
      place += 1;
      events.push(frame);
    }
    frames.push(frame);
    waiting.shift()?.();
  });
  const hear = async (kind) => {
    for (;;) {
      while (frames.length > 0) {
        const frame = frames.shift();
        if (frame.t === kind) return frame;
      }
      await new Promise((resolve) => waiting.push(resolve));
    }
  };
  await once(socket, "open");
  return { socket, say, hear };
};

const greet = async ({ say, hear }, more) => {
  const client = { name: "ws", version: "8" };
  say({ t: "hello", device, client, token: process.env.HUBBUB_TOKEN, ...more });
  return hear("welcome");
};

const first = await open();
const { epoch } = await greet(first, {});
first.say({ t: "subscribe", ref: 1, streams: [{ stream }] });
place = (await first.hear("subscribed")).after;
first.say({ t: "send", ref: 2, stream, key: randomUUID(), body: "one" });
await first.hear("ok");
first.socket.terminate();

const second = await open();
await greet(second, { resume: { [stream]: place }, epoch });
await second.hear("ping");
await second.hear("ping");
second.say({ t: "send", ref: 3, stream, key: randomUUID(), body: "two" });
const { seq } = await second.hear("ok");
while (place < seq) await second.hear("event");
second.socket.close(1000);
process.stdout.write(`${JSON.stringify(events)}\n`);
