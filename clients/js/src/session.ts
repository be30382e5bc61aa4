import type { Received } from "./codec.js";
import { DEFAULT_LIMITS } from "./generated/constants.js";
import type {
  ByeFrame,
  ClientInfo,
  Command,
  DrainFrame,
  ErrorFrame,
  Event,
  Limits,
  WelcomeFrame,
} from "./generated/wire.js";
import { Lifecycle, type Ending, type Phase } from "./lifecycle.js";
import type { News, StreamNews } from "./news.js";
import { Outbox, type AnsweredCommand } from "./outbox.js";
import { Presences, type PresenceState, type RoomPresence } from "./presences.js";
import { ReadMarks } from "./read-marks.js";
import { Subscriptions } from "./subscriptions.js";

/** Who opens the session. */
export interface Identity {
  /** Names the program instance: a newer session of the same device replaces the older. */
  readonly device: string;
  readonly client: ClientInfo;
  /** Null where a sign-in cookie opens the socket. */
  readonly token: string | null;
}

/**
 * A client's side of a session, without I/O: frames in, news out, commands to send. It outlives
 * its sockets. Its owner opens a socket while the phase is `opening`, closes it when it is
 * `leaving` or `ended`, passes in what happens, sends {@link Session.takeCommands}, and calls
 * {@link Session.wake} at {@link Session.nextDeadline}.
 *
 * `now` is in milliseconds on a clock that never goes back; `chance` is a random number from 0 to
 * 1, for the jitter. The rules are those of `protocol/README.md`, "What a client does".
 */
export class Session {
  /** The latest one; null before the first. */
  welcome: WelcomeFrame | null = null;
  readonly #identity: Identity;
  readonly #lifecycle = new Lifecycle();
  readonly #subscriptions = new Subscriptions();
  readonly #outbox = new Outbox();
  #marks = new ReadMarks();
  readonly #presences = new Presences();
  /** What is said without an answer, and lost with the socket. */
  #atOnce: Command[] = [];
  #news: News[] = [];
  #nextRef = 1;

  constructor(identity: Identity) {
    this.#identity = identity;
  }

  get phase(): Phase {
    return this.#lifecycle.phase;
  }

  /** How the session ended; null until it did. */
  get ending(): Ending | null {
    return this.#lifecycle.ending;
  }

  /** A `ref` for the next command; each is used once, ascending. */
  newRef(): number {
    return this.#nextRef++;
  }

  /** Have a command sent until it is answered. False if too many are unanswered already. */
  submit(command: AnsweredCommand): boolean {
    if (this.#outbox.isFull) return false;
    this.#outbox.add(command);
    return true;
  }

  /** Say how far the member has read; said again on the next socket if need be. */
  markRead(stream: string, seq: number): void {
    this.#marks.raise(stream, seq);
  }

  /** Say that the member is writing, or nothing if the session is not live. */
  showTyping(stream: string): void {
    if (this.phase === "live") this.#atOnce.push({ t: "typing", stream });
  }

  /** Say whether the member is at this device, now and on later sockets. */
  showPresence(state: PresenceState): void {
    this.#presences.own = state;
  }

  /** Who is present in a room as last heard; null before the hub has said. */
  present(stream: string): RoomPresence | null {
    return this.#presences.find(stream);
  }

  subscribe(stream: string, seq: number | null): void {
    this.#subscriptions.want(stream, seq);
  }

  unsubscribe(stream: string): void {
    this.#presences.forget(stream);
    if (!this.#subscriptions.forget(stream) || this.phase !== "live") return;
    // At once, so that it never follows a later `subscribe`; its answer says nothing new.
    this.#atOnce.push({ t: "unsubscribe", ref: this.newRef(), streams: [stream] });
  }

  /** Do not wait for the next attempt, unless the hub itself asked for the wait. */
  hurry(now: number): void {
    this.#lifecycle.hurry(now);
  }

  // What happens

  socketOpened(now: number): void {
    if (this.phase !== "opening") return;
    this.#lifecycle.opened(now);
    const { device, client, token } = this.#identity;
    const resume = this.#subscriptions.startResuming();
    const { epoch } = this.#subscriptions;
    this.#atOnce = [{ t: "hello", device, client, token, resume, epoch }];
  }

  /** Take one frame; null for one of a later version. After a `bye`, nothing counts any more. */
  receive(frame: Received | null, now: number): void {
    if (!this.#lifecycle.hears) return;
    this.#lifecycle.heard(now);
    if (frame !== null) this.#take(frame, now);
  }

  /** Note that what came is no frame: this hub cannot be talked with on this socket. */
  receiveUnreadable(reason: string): void {
    if (this.#lifecycle.hears) this.#lifecycle.leave(null, reason);
  }

  /** Note that the socket is gone, or that none could be opened (`code` null). */
  socketClosed(now: number, chance: number, code: number | null = null, reason = ""): void {
    if (this.phase === "ended" || this.phase === "waiting") return;
    this.#atOnce = [];
    this.#outbox.rewind();
    this.#lifecycle.closed(now, chance, code, reason);
  }

  /** Look at the clock: is it time to open a socket, or to give one up? */
  wake(now: number): void {
    this.#lifecycle.wake(now);
  }

  // What the owner is to do

  /** When to call {@link Session.wake} at the latest; infinity for never. */
  nextDeadline(): number {
    const next = this.#lifecycle.nextDeadline();
    // Without room the next answer makes some, and that is soon enough.
    if (this.phase !== "live" || this.#room() === 0) return next;
    return Math.min(next, this.#subscriptions.nextDeadline(), this.#outbox.nextDeadline());
  }

  /** Give the commands to send now, in order. */
  takeCommands(now: number): Command[] {
    const commands = this.#atOnce;
    this.#atOnce = [];
    if (this.phase !== "live") return commands;
    while (this.#room() > 0) {
      const ask = this.#subscriptions.nextAsk(now, this.#nextRef);
      if (ask === null) break;
      this.#nextRef += 1;
      commands.push(ask);
    }
    commands.push(...this.#outbox.take(now, this.#room()), ...this.#marks.take());
    commands.push(...this.#presences.take());
    return commands;
  }

  /** Give what happened since the last call, in order. */
  takeNews(): News[] {
    const news = this.#news;
    this.#news = [];
    return news;
  }

  // How

  #take(frame: Received, now: number): void {
    switch (frame.t) {
      case "event":
        if (this.#subscriptions.advance(frame.stream, frame.seq)) this.#takeEvent(frame);
        break;
      case "skip":
        if (this.#subscriptions.advance(frame.stream, frame.seq)) {
          this.#news.push({ kind: "skip", skip: frame });
        }
        break;
      case "ephemeral":
        this.#news.push({ kind: "ephemeral", ephemeral: frame });
        break;
      case "present": {
        const present = this.#presences.learn(frame);
        if (present !== null) this.#news.push({ kind: "present", present });
        break;
      }
      case "ok":
      case "messages":
        if (this.#outbox.settle(frame.ref)) this.#news.push({ kind: "answered", answer: frame });
        break;
      case "error":
        this.#takeError(frame, now);
        break;
      case "subscribed":
        this.#takeStreams(this.#subscriptions.subscribed(frame));
        break;
      case "reset":
        this.#takeStreams(this.#subscriptions.reset(frame));
        break;
      case "ping":
        this.#atOnce.push({ t: "pong" });
        break;
      case "welcome":
      case "drain":
      case "bye":
        this.#takeTurn(frame, now);
        break;
    }
  }

  #takeEvent(event: Event): void {
    this.#news.push({ kind: "event", event });
    if (!this.#isOwnDeparture(event)) return;
    this.#takeStreams(this.#subscriptions.depart(event.stream, event.seq));
  }

  /** Tell what became of subscriptions, and what that means for the read markers. */
  #takeStreams(news: readonly StreamNews[]): void {
    this.#news.push(...news);
    for (const each of news) {
      if (each.kind === "subscribed") this.#marks.compare(each.state);
      else {
        this.#marks.forget(each.stream);
        this.#presences.forget(each.stream);
      }
    }
  }

  #isOwnDeparture(event: Event): boolean {
    const isDeparture =
      event.kind === "member_left" ||
      event.kind === "member_removed" ||
      event.kind === "member_banned";
    return isDeparture && event.member === this.welcome?.member.id;
  }

  #takeError(error: ErrorFrame, now: number): void {
    const news = this.#subscriptions.refuse(error, now);
    if (news !== null) this.#takeStreams(news);
    else if (this.#outbox.refuse(error, now) === "settled") {
      this.#news.push({ kind: "refused", error });
    }
  }

  /** Take a frame by which the session opens or its socket ends. */
  #takeTurn(frame: WelcomeFrame | DrainFrame | ByeFrame, now: number): void {
    switch (frame.t) {
      case "welcome":
        this.#lifecycle.welcomed(now, frame.ping_ms);
        this.welcome = frame;
        this.#presences.beginSocket();
        this.#news.push({ kind: "opened", welcome: frame });
        if (![null, frame.epoch].includes(this.#subscriptions.epoch)) this.#beginAnew();
        this.#takeStreams(this.#subscriptions.welcome(frame));
        break;
      case "drain":
        this.#lifecycle.calledAgain(now + frame.after_ms);
        break;
      case "bye":
        if (typeof frame.retry_ms === "number") this.#lifecycle.calledAgain(now + frame.retry_ms);
        this.#lifecycle.leave(frame.code, frame.reason);
        break;
    }
  }

  /** Give up what refers to a `seq` of the epoch that has ended. */
  #beginAnew(): void {
    this.#marks = new ReadMarks();
    for (const ref of this.#outbox.beginAnew()) {
      const detail = "A new epoch began: what this refers to may be another message now";
      const error: ErrorFrame = { t: "error", ref, code: "conflict", detail, retry: false };
      this.#news.push({ kind: "refused", error });
    }
  }

  /** How many more commands may be unanswered now. */
  #room(): number {
    const limits: Limits = this.welcome?.limits ?? DEFAULT_LIMITS;
    const underWay = this.#outbox.unanswered + this.#subscriptions.unanswered;
    return Math.max(0, (limits.unanswered ?? DEFAULT_LIMITS.unanswered) - underWay);
  }
}
