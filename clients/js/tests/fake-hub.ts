import type { Command, Event, Frame, OpenSocket, SocketListener } from "../src/index.js";
import { EPOCH, ME, received, welcome } from "./frames.js";

/** What may be appended to a stream: an event without its place. */
export type NewEvent = Event extends infer Each
  ? Each extends unknown
    ? Omit<Each, "t" | "stream" | "seq" | "at">
    : never
  : never;

/** One socket as the hub has it, with what is on the way in both directions. */
interface Line {
  readonly listener: SocketListener;
  readonly subscribed: Set<string>;
  /** The stream → the key after whose refusal its sends are refused. */
  readonly held: Map<string, string>;
  readonly up: (Command | "open")[];
  readonly down: (Frame | Event)[];
  isOpen: boolean;
}

/**
 * A hub in memory: streams, keys, subscriptions, replay. Nothing arrives until the test says so,
 * frame by frame, and what is on the way when a line is cut is lost.
 */
export class FakeHub {
  readonly streams = new Map<string, Event[]>();
  readonly #keys = new Map<string, Frame>();
  readonly #lines: Line[] = [];
  /** Every command that arrived. */
  readonly taken: Command[] = [];
  /** How many of the next sends are refused with `retry`. */
  refusals = 0;

  readonly open: OpenSocket = (_url, _subprotocol, listener) => {
    const line: Line = {
      listener,
      subscribed: new Set(),
      held: new Map(),
      up: ["open"],
      down: [],
      isOpen: true,
    };
    this.#lines.push(line);
    return {
      send: (data) => line.up.push(JSON.parse(data as string) as Command),
      close: () => {
        line.isOpen = false;
      },
    };
  };

  /** Commit an event and send it to all who receive the stream. */
  append(stream: string, event: NewEvent): Event {
    const log = this.log(stream);
    const seq = log.length + 1;
    const placed = { t: "event", stream, seq, at: seq, ...event } as Event;
    log.push(placed);
    for (const line of this.#lines) if (line.subscribed.has(stream)) line.down.push(placed);
    return placed;
  }

  /** The events of a stream. */
  log(stream: string): Event[] {
    const log = this.streams.get(stream) ?? [];
    this.streams.set(stream, log);
    return log;
  }

  /** Let one thing arrive at the hub; false if nothing is on the way. */
  takeOne(): boolean {
    const line = this.#lines.find((each) => each.isOpen && each.up.length > 0);
    const command = line?.up.shift();
    if (line === undefined || command === undefined) return false;
    if (command === "open") line.listener.opened();
    else this.#take(line, command);
    return true;
  }

  /** Let one frame arrive at a client; false if none is on the way. */
  giveOne(): boolean {
    const line = this.#lines.find((each) => each.isOpen && each.down.length > 0);
    const frame = line?.down.shift();
    if (line === undefined || frame === undefined) return false;
    line.listener.received(JSON.stringify(frame));
    return true;
  }

  /** Let everything arrive. */
  settle(): void {
    while (this.takeOne() || this.giveOne());
  }

  /** Cut every line; what is on the way is lost. */
  cut(code = 1006): void {
    for (const line of this.#lines) {
      if (!line.isOpen) continue;
      line.isOpen = false;
      line.subscribed.clear();
      line.listener.closed(code, "");
    }
  }

  /** Send a frame to every client. */
  tell(frame: Frame): void {
    for (const line of this.#lines) if (line.isOpen) line.down.push(frame);
  }

  #take(line: Line, command: Command): void {
    this.taken.push(command);
    switch (command.t) {
      case "hello": {
        const cursors = Object.entries(command.resume ?? {});
        const states = cursors.map(([stream, seq]) =>
          received(stream, seq, this.log(stream).length),
        );
        line.down.push(welcome(states, { epoch: EPOCH }));
        for (const [stream, seq] of cursors) this.#replay(line, stream, seq);
        return;
      }
      case "subscribe":
        for (const { stream, seq } of command.streams) {
          const head = this.log(stream).length;
          const after = seq ?? head;
          line.down.push({ t: "subscribed", ref: command.ref, ...received(stream, after, head) });
          this.#replay(line, stream, after);
        }
        return;
      case "unsubscribe":
        for (const stream of command.streams) line.subscribed.delete(stream);
        line.down.push({ t: "ok", ref: command.ref });
        return;
      case "send":
        line.down.push(this.#send(line, command));
        return;
      default:
        return;
    }
  }

  #replay(line: Line, stream: string, after: number): void {
    line.down.push(...this.log(stream).slice(after));
    line.subscribed.add(stream);
  }

  #send(line: Line, command: Extract<Command, { t: "send" }>): Frame {
    const { ref, key, stream, body } = command;
    const known = this.#keys.get(key);
    if (known !== undefined) return { ...known, ref, duplicate: true } as Frame;
    const heldBy = line.held.get(stream);
    if (this.refusals > 0 || (heldBy !== undefined && heldBy !== key)) {
      if (heldBy === undefined) this.refusals -= 1;
      line.held.set(stream, heldBy ?? key);
      return { t: "error", ref, code: "unavailable", detail: "Not now", retry: true, after_ms: 50 };
    }
    line.held.delete(stream);
    const reply_to = command.reply_to ?? null;
    const event = this.append(stream, {
      kind: "message_sent",
      actor: ME,
      id: `id of ${key}`,
      body,
      reply_to,
    });
    const ok: Frame = { t: "ok", ref, seq: event.seq, id: `id of ${key}`, at: event.at };
    this.#keys.set(key, ok);
    return ok;
  }
}
