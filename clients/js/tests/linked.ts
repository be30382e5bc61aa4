import { makeLink, type Event, type Link, type LinkState } from "../src/index.js";
import { FakeClock } from "./fake-clock.js";
import { FakeSockets } from "./fake-socket.js";
import { ROOM, welcome } from "./frames.js";

const KEY = "00000000-0000-4000-8000-00000000000";

/** A link whose sockets and clock are the test's, and what it has told. */
export class Linked {
  readonly clock = new FakeClock();
  readonly sockets = new FakeSockets();
  readonly link: Link;
  readonly states: LinkState["phase"][] = [];
  readonly events: Event[] = [];

  constructor() {
    this.link = makeLink({
      url: "ws://hub/ws",
      device: "tab",
      client: { name: "test", version: "1" },
      token: "token",
      openSocket: this.sockets.open,
      clock: this.clock,
      chance: () => 0.5,
    });
    this.link.on("state", ({ phase }) => this.states.push(phase));
    this.link.on("event", (event) => this.events.push(event));
  }

  /** Open the latest socket and be greeted. */
  goLive(...streams: NonNullable<Parameters<typeof welcome>[0]>): void {
    this.sockets.last.listener.opened();
    this.sockets.last.hears(welcome(streams));
  }

  /** Lose the latest socket. */
  lose(code = 1006): void {
    this.sockets.last.listener.closed(code, "");
  }

  /** Write the message of this number. */
  write(number: number, stream = ROOM): Promise<unknown> {
    return this.link.write({
      t: "send",
      key: `${KEY}${number}`,
      stream,
      body: `message ${number}`,
    });
  }

  /** The numbers of what was sent over the latest socket. */
  sentNumbers(): number[] {
    return this.sockets.last.saidOf("send").map((each) => Number(each.key.replace(KEY, "")));
  }
}
