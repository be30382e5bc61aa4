// Writes messages over the live link while its hub is killed and started again, and prints every
// event that it is told, one JSON object a line; at last the places that the hub named.
//
// node writer.mjs FOLDER URL STREAM COUNT ENCODING    the token comes as HUBBUB_TOKEN

import process from "node:process";

const [folder, url, stream, count, encoding] = process.argv.slice(2);
const { jsonCodec, makeKey, makeLink } = await import(`${folder}/index.js`);
const { msgpackCodec } = await import(`${folder}/msgpack.js`);

/** How many messages are written without waiting for an answer. */
const BURST = 8;

const link = makeLink({
  url,
  device: "writer",
  client: { name: "writer", version: "1" },
  token: process.env.HUBBUB_TOKEN,
  codec: encoding === "msgpack" ? msgpackCodec : jsonCodec,
});
const toldAll = new Promise((resolve) => {
  let left = Number(count);
  link.on("event", (event) => {
    process.stdout.write(`${JSON.stringify(event)}\n`);
    if (event.kind === "message_sent" && --left === 0) resolve();
  });
});
link.subscribe(stream, 0);
link.start();

const places = [];
for (let written = 0; written < Number(count); written += BURST) {
  const bodies = Array.from({ length: BURST }, (_, index) => `message ${written + index + 1}`);
  const writes = bodies.map((body) => link.write({ t: "send", key: makeKey(), stream, body }));
  places.push(...(await Promise.all(writes)).map((ok) => ok.seq));
}
await toldAll;
process.stdout.write(`${JSON.stringify({ places })}\n`);
link.stop();
