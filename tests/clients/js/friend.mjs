// Asks a member for a personal connection, greets them directly, ends it, and prints what came of
// each deed, one JSON object a line.
//
// node friend.mjs FOLDER URL MEMBER    the token comes as HUBBUB_TOKEN

import process from "node:process";

const [folder, url, member] = process.argv.slice(2);
const { makeApi, makeKey, makeLink } = await import(`${folder}/index.js`);

const token = process.env.HUBBUB_TOKEN;
const api = makeApi({ origin: url.replace("ws", "http").replace("/ws", ""), token });
const { inbox } = await api.call("get_me", {});
const link = makeLink({ url, device: "friend", client: { name: "friend", version: "1" }, token });
const opened = new Promise((resolve) => {
  link.on("event", (event) => {
    if (event.kind === "personal_connection_opened") resolve(event);
  });
});
const say = (deed, told) => process.stdout.write(`${JSON.stringify({ deed, ...told })}\n`);
const write = async (command) => say(command.t, await link.write({ key: makeKey(), ...command }));

link.subscribe(inbox);
link.start();
await write({ t: "connect", member, opening: "You bake rye too?" });
const { channel } = await opened;
const greeting = { t: "send", stream: `direct:${channel}`, body: "Hello" };
await write(greeting);
await write({ t: "end_personal_connection", member });
await write(greeting).catch((error) => say("refused", { code: error.code }));
await write({ t: "block", member });
const { blocks } = await api.call("list_blocks", {});
say("blocked", { members: blocks.map((block) => block.member.id) });
link.stop();
