import { systemClock, type Clock } from "./clock.js";
import { jsonCodec, UnreadableFrame, type Codec } from "./codec.js";
import { Emitter } from "./emitter.js";
import { errorOf, localError, type HubbubError } from "./errors.js";
import type { Limits, MessagePage, OkFrame } from "./generated/wire.js";
import type { HistoryAsked, Link, LinkEvents, LinkState, Write } from "./link.js";
import { isSameState, stateOf } from "./link-state.js";
import type { News } from "./news.js";
import type { AnsweredCommand } from "./outbox.js";
import type { PresenceState, RoomPresence } from "./presences.js";
import { Session, type Identity } from "./session.js";
import { openWith, type OpenSocket, type Socket } from "./socket.js";

export interface LinkOptions {
  /** The hub's socket, for example `wss://chat.example/ws`. */
  readonly url: string;
  /** Names this program instance, for example one browser tab; at most 64 characters. */
  readonly device: string;
  /** The program, for the hub's statistics. */
  readonly client: { readonly name: string; readonly version: string };
  /** A bearer token; without it the browser's sign-in cookie counts. */
  readonly token?: string;
  readonly codec?: Codec;
  readonly openSocket?: OpenSocket;
  readonly clock?: Clock;
  /** A random number from 0 to 1. */
  readonly chance?: () => number;
}

interface Waiter {
  answered(answer: OkFrame | MessagePage): void;
  failed(error: HubbubError): void;
}

/** Make the live link to a hub; {@link Link.start} opens it. */
export function makeLink(options: LinkOptions): Link {
  return new LiveLink(options);
}

/** A {@link Session} joined to sockets, timers and listeners. */
class LiveLink implements Link {
  readonly #url: string;
  readonly #identity: Identity;
  readonly #codec: Codec;
  readonly #openSocket: OpenSocket;
  readonly #clock: Clock;
  readonly #chance: () => number;
  readonly #emitter = new Emitter<LinkEvents>();
  /** Who waits for the answer to a command, by its `ref`. */
  readonly #waiters = new Map<number, Waiter>();
  #session: Session;
  #socket: Socket | null = null;
  #state: LinkState = { phase: "stopped" };
  /** When the link was last live, or started. */
  #lastLiveAt = 0;
  #cancelTimer: () => void = () => undefined;
  /** Whether {@link LiveLink.#advance} runs: what listeners ask for meanwhile waits for it. */
  #isAdvancing = false;

  constructor(options: LinkOptions) {
    this.#url = options.url;
    this.#identity = {
      device: options.device,
      client: options.client,
      token: options.token ?? null,
    };
    this.#codec = options.codec ?? jsonCodec;
    this.#openSocket = options.openSocket ?? openWith();
    this.#clock = options.clock ?? systemClock;
    this.#chance = options.chance ?? Math.random;
    this.#session = new Session(this.#identity);
  }

  get state(): LinkState {
    return this.#state;
  }

  get limits(): Limits | null {
    return this.#session.welcome?.limits ?? null;
  }

  start(): void {
    if (this.#state.phase !== "stopped") return;
    this.#lastLiveAt = this.#clock.now();
    this.#setState({ phase: "opening", since: this.#lastLiveAt });
    this.#advance();
  }

  stop(): void {
    this.#cancelTimer();
    this.#dropSocket();
    this.#session = new Session(this.#identity);
    const waiters = [...this.#waiters.values()];
    this.#waiters.clear();
    for (const waiter of waiters) {
      waiter.failed(localError("closed", "The link was closed before the hub answered."));
    }
    this.#setState({ phase: "stopped" });
  }

  wake(): void {
    this.#session.hurry(this.#clock.now());
    this.#advance();
  }

  subscribe(stream: string, seq?: number): void {
    this.#session.subscribe(stream, seq ?? null);
    this.#advance();
  }

  unsubscribe(stream: string): void {
    this.#session.unsubscribe(stream);
    this.#advance();
  }

  async write(command: Write): Promise<OkFrame> {
    return (await this.#ask({ ...command, ref: this.#session.newRef() })) as OkFrame;
  }

  async history(asked: HistoryAsked): Promise<MessagePage> {
    const command = { ...asked, t: "history", ref: this.#session.newRef() } as const;
    return (await this.#ask(command)) as MessagePage;
  }

  markRead(stream: string, seq: number): void {
    this.#session.markRead(stream, seq);
    this.#advance();
  }

  showTyping(stream: string): void {
    this.#session.showTyping(stream);
    this.#advance();
  }

  showPresence(state: PresenceState): void {
    this.#session.showPresence(state);
    this.#advance();
  }

  present(stream: string): RoomPresence | null {
    return this.#session.present(stream);
  }

  on<Name extends keyof LinkEvents>(
    name: Name,
    listener: (news: LinkEvents[Name]) => void,
  ): () => void {
    return this.#emitter.on(name, listener);
  }

  #ask(command: AnsweredCommand): Promise<OkFrame | MessagePage> {
    return new Promise((resolve, reject) => {
      if (!this.#session.submit(command)) {
        reject(localError("unreachable", "Too much is unanswered already; try again later."));
        return;
      }
      this.#waiters.set(command.ref, { answered: resolve, failed: reject });
      this.#advance();
    });
  }

  /** Bring the world in step with the session: socket, commands, news, timer. */
  #advance(): void {
    if (this.#isAdvancing || this.#state.phase === "stopped") return;
    this.#isAdvancing = true;
    try {
      let isSettled = false;
      while (!isSettled) isSettled = this.#step(this.#session, this.#clock.now());
    } finally {
      this.#isAdvancing = false;
      this.#setTimer();
    }
  }

  /** Do what the session wants now; true when it wants nothing more. */
  #step(session: Session, now: number): boolean {
    session.wake(now);
    if (session.phase === "leaving") {
      this.#dropSocket();
      session.socketClosed(now, this.#chance());
    }
    if (session.phase === "opening") this.#socket ??= this.#open(session);
    this.#setState(stateOf(session, this.#state.phase === "live" ? now : this.#lastLiveAt));
    const news = session.takeNews();
    for (const each of news) this.#tell(each);
    if (session !== this.#session) return true; // a listener stopped the link
    const commands = session.takeCommands(now);
    for (const command of commands) this.#socket?.send(this.#codec.write(command));
    return news.length === 0 && commands.length === 0;
  }

  #setTimer(): void {
    this.#cancelTimer();
    const deadline = this.#state.phase === "stopped" ? Infinity : this.#session.nextDeadline();
    if (deadline === Infinity) return;
    this.#cancelTimer = this.#clock.after(Math.max(0, deadline - this.#clock.now()), () => {
      this.#advance();
    });
  }

  #open(session: Session): Socket {
    return this.#openSocket(this.#url, this.#codec.subprotocol, {
      opened: () => {
        session.socketOpened(this.#clock.now());
        this.#advance();
      },
      received: (data) => {
        this.#receive(session, data);
        this.#advance();
      },
      closed: (code, reason) => {
        this.#socket = null;
        session.socketClosed(this.#clock.now(), this.#chance(), code, reason);
        this.#advance();
      },
    });
  }

  #receive(session: Session, data: string | Uint8Array): void {
    try {
      session.receive(this.#codec.read(data), this.#clock.now());
    } catch (error) {
      if (!(error instanceof UnreadableFrame)) throw error;
      session.receiveUnreadable(`the hub sent what is no frame, expected ${error.message}`);
    }
  }

  #dropSocket(): void {
    this.#socket?.close();
    this.#socket = null;
  }

  #tell(news: News): void {
    switch (news.kind) {
      case "opened":
        this.#emitter.emit("welcome", news.welcome);
        return;
      case "subscribed":
        this.#emitter.emit("subscribed", news.state);
        return;
      case "reset":
        this.#emitter.emit("reset", { stream: news.stream, head: news.head });
        return;
      case "unsubscribed": {
        const error = news.error === null ? null : errorOf(news.error);
        this.#emitter.emit("unsubscribed", { stream: news.stream, error });
        return;
      }
      case "event":
        this.#emitter.emit("event", news.event);
        return;
      case "skip":
        this.#emitter.emit("skip", news.skip);
        return;
      case "ephemeral":
        this.#emitter.emit("ephemeral", news.ephemeral);
        return;
      case "present":
        this.#emitter.emit("present", news.present);
        return;
      case "answered":
        this.#settle(news.answer.ref, (waiter) => {
          waiter.answered(news.answer.t === "ok" ? news.answer : news.answer.page);
        });
        return;
      case "refused":
        this.#settle(news.error.ref ?? -1, (waiter) => {
          waiter.failed(errorOf(news.error));
        });
        return;
    }
  }

  #settle(ref: number, settle: (waiter: Waiter) => void): void {
    const waiter = this.#waiters.get(ref);
    this.#waiters.delete(ref);
    if (waiter !== undefined) settle(waiter);
  }

  #setState(state: LinkState): void {
    if (isSameState(this.#state, state)) return;
    if (this.#state.phase === "live") this.#lastLiveAt = this.#clock.now();
    this.#state = state;
    this.#emitter.emit("state", state);
  }
}
