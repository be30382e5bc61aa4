// A client of the protocol on k6, written from protocol/README.md alone: hello, subscribe, write,
// away before the event of it has come, back where it was, two pings answered, write again. Prints
// the events that it applied, as one JSON list.
//
// k6 run talk_with_k6.js    with HUBBUB_URL, HUBBUB_STREAM and HUBBUB_TOKEN

/* global __ENV, console */

import { randomBytes } from "k6/crypto";
import ws from "k6/ws";

const url = __ENV.HUBBUB_URL;
const stream = __ENV.HUBBUB_STREAM;
const events = [];
let place = 0;
let epoch = "";

const makeKey = () => {
  const hex = Array.from(new Uint8Array(randomBytes(16)), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20),
  ].join("-");
};

/** Open a socket, greet, and tell `take` of every frame until the socket is closed. */
const talk = (more, take) => {
  const params = { headers: { "Sec-WebSocket-Protocol": "hubbub.v1.json" } };
  ws.connect(url, params, (socket) => {
    const say = (command) => socket.send(JSON.stringify(command));
    socket.on("open", () => {
      const client = { name: "k6", version: "1" };
      say({ t: "hello", device: "k6", client, token: __ENV.HUBBUB_TOKEN, ...more });
    });
    socket.on("message", (data) => {
      const frame = JSON.parse(data);
      if (["error", "bye", "reset"].includes(frame.t)) throw new Error(data);
      if (frame.t === "ping") say({ t: "pong" });
      if (frame.t === "event" && frame.seq === place + 1) {
        place += 1;
        events.push(frame);
      }
      take(frame, say, socket);
    });
  });
};

const send = (ref, body) => ({ t: "send", ref, stream, key: makeKey(), body });

export default () => {
  talk({}, (frame, say, socket) => {
    if (frame.t === "welcome") {
      epoch = frame.epoch;
      say({ t: "subscribe", ref: 1, streams: [{ stream }] });
    } else if (frame.t === "subscribed") {
      place = frame.after;
      say(send(2, "one"));
    } else if (frame.t === "ok") {
      socket.close();
    }
  });
  let pings = 0;
  let last = Infinity;
  talk({ resume: { [stream]: place }, epoch }, (frame, say, socket) => {
    if (frame.t === "ping" && ++pings === 2) say(send(3, "two"));
    if (frame.t === "ok") last = frame.seq;
    if (place >= last) socket.close();
  });
  console.log(JSON.stringify(events));
};
