// Sends back all that comes over the library's socket, case by case, for the Autobahn cases.
//
// node echo.mjs FOLDER URL AGENT    FOLDER holds the library as JavaScript

import process from "node:process";
import WebSocket from "ws";

const [folder, url, agent] = process.argv.slice(2);
const { openWith } = await import(`${folder}/socket.js`);

/** Without a subprotocol, which the cases' server does not know. */
class PlainSocket extends WebSocket {
  constructor(address) {
    super(address);
  }
}

const open = openWith(PlainSocket);

/** Resolves with what came when the socket is closed. */
const talk = (path, echo) =>
  new Promise((resolve) => {
    const heard = [];
    const socket = open(`${url}${path}`, "", {
      opened: () => undefined,
      received: (data) => {
        heard.push(data);
        if (echo) socket.send(data);
      },
      closed: () => resolve(heard),
    });
  });

const [count] = await talk("/getCaseCount", false);
for (let number = 1; number <= Number(count); number++) {
  await talk(`/runCase?case=${number}&agent=${agent}`, true);
}
await talk(`/updateReports?agent=${agent}`, false);
