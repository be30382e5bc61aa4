import type { Command, Event, Frame, OpenSocket, SocketListener } from "../src/index.js";

/** A socket whose other end is the test. */
export class FakeSocket {
  /** What the client said, in order. */
  readonly said: Command[] = [];
  isClosedByClient = false;

  constructor(
    readonly url: string,
    readonly subprotocol: string,
    readonly listener: SocketListener,
  ) {}

  /** The hub says something. */
  hears(...frames: readonly (Frame | Event | object)[]): void {
    for (const frame of frames) this.listener.received(JSON.stringify(frame));
  }

  /** What the client said of one kind. */
  saidOf<Tag extends Command["t"]>(tag: Tag): Extract<Command, { t: Tag }>[] {
    return this.said.filter((each): each is Extract<Command, { t: Tag }> => each.t === tag);
  }
}

/** Opens {@link FakeSocket}s and keeps them. */
export class FakeSockets {
  readonly all: FakeSocket[] = [];

  readonly open: OpenSocket = (url, subprotocol, listener) => {
    const socket = new FakeSocket(url, subprotocol, listener);
    this.all.push(socket);
    return {
      send: (data) => socket.said.push(JSON.parse(data as string) as Command),
      close: () => {
        socket.isClosedByClient = true;
      },
    };
  };

  /** The latest one. */
  get last(): FakeSocket {
    const socket = this.all.at(-1);
    if (socket === undefined) throw new Error("no socket was opened");
    return socket;
  }
}
