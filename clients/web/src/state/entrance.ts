import {
  CLOSE_CODES,
  HubbubError,
  type Api,
  type LinkState,
  type Me,
  type Register,
  type SetUp,
  type SignIn,
} from "hubbub";
import { forgetUnsent, recallUnsent } from "./memory";
import type { FarewellReason } from "./model";
import { isInterruption, untilAnswered, type Parts } from "./parts";
import { meOf } from "./selectors";

/** What goes on while somebody is signed in. */
export interface Stay {
  begin(): void;
  end(): void;
}

/** Finds out who is here, lets them in, and sees them off. */
export class Entrance {
  readonly #parts: Parts;
  readonly #stay: Stay;
  /** Gives up what was asked for one who has left. */
  #life = new AbortController();
  /** Gives up asking for the community, which strangers are shown too. */
  #asking = new AbortController();

  constructor(parts: Parts, stay: Stay) {
    this.#parts = parts;
    this.#stay = stay;
  }

  /** Ask the hub for the community and whose cookie this is; go live with whoever it is. */
  async start(): Promise<void> {
    this.stop();
    this.#life = new AbortController();
    this.#asking = new AbortController();
    await Promise.all([
      this.#findCommunity(this.#asking.signal),
      this.#findCaller(this.#life.signal),
    ]);
  }

  stop(): void {
    this.#life.abort();
    this.#asking.abort();
    this.#stay.end();
  }

  async register(asked: Omit<Register, "cookie">): Promise<void> {
    const body = { ...asked, cookie: true };
    this.#welcome((await this.#parts.api.call("register", { body })).me);
  }

  async setUp(asked: Omit<SetUp, "cookie">): Promise<void> {
    const body = { ...asked, cookie: true };
    this.#welcome((await this.#parts.api.call("set_up", { body })).me);
    await this.#findCommunity(this.#asking.signal);
  }

  async signIn(asked: Omit<SignIn, "cookie">): Promise<void> {
    const body = { ...asked, cookie: true };
    this.#welcome((await this.#parts.api.call("sign_in", { body })).me);
  }

  async signOut(): Promise<void> {
    await this.#parts.api.call("sign_out", {});
    forgetUnsent(this.#parts.environment.storage);
    this.#farewell(null);
  }

  /** Somebody said that the sign-in holds no longer: see whether that is so. */
  async doubt(plain: Api): Promise<void> {
    if (meOf(this.#parts.store.getSnapshot()) === null) return;
    try {
      await plain.call("get_me", {}, { signal: this.#life.signal });
    } catch (error) {
      if (isInterruption(error)) return;
      if (!(error instanceof HubbubError)) throw error;
      if (error.code === "unauthorized") this.#farewell("expired");
    }
  }

  /** The hub closed the link for good. */
  linkEnded({ code }: Extract<LinkState, { phase: "ended" }>): void {
    const reason = REASONS.get(code);
    if (reason !== undefined) this.#farewell(reason);
  }

  async #findCommunity(signal: AbortSignal): Promise<void> {
    const { api, store, environment } = this.#parts;
    try {
      const community = await untilAnswered(environment, signal, () =>
        api.call("get_community", {}, { signal }),
      );
      store.tell({ kind: "community_known", community });
    } catch (error) {
      if (!isInterruption(error)) throw error;
    }
  }

  async #findCaller(signal: AbortSignal): Promise<void> {
    const { api, environment } = this.#parts;
    try {
      this.#welcome(
        await untilAnswered(environment, signal, () => api.call("get_me", {}, { signal })),
      );
    } catch (error) {
      if (isInterruption(error)) return;
      if (!(error instanceof HubbubError) || error.code !== "unauthorized") throw error;
      this.#farewell(null);
    }
  }

  #welcome(me: Me): void {
    const { store, environment, link } = this.#parts;
    const unsent = recallUnsent(environment.storage, me.id);
    store.tell({ kind: "caller_known", me });
    const known = new Set(store.getSnapshot().pending.map((each) => each.key));
    for (const message of unsent?.pending ?? []) {
      if (!known.has(message.key)) store.tell({ kind: "message_written", message });
    }
    for (const [stream, draft] of unsent?.drafts ?? []) {
      store.tell({ kind: "draft_changed", stream, draft });
    }
    link.start();
    link.subscribe(me.inbox);
    this.#stay.begin();
  }

  #farewell(reason: FarewellReason | null): void {
    this.#life.abort();
    this.#life = new AbortController();
    this.#stay.end();
    this.#parts.store.tell({ kind: "signed_out", reason });
  }
}

const REASONS: ReadonlyMap<number, FarewellReason> = new Map([
  [CLOSE_CODES.expired.code, "expired"],
  [CLOSE_CODES.bad_token.code, "expired"],
  [CLOSE_CODES.signed_out.code, "signed_out"],
  [CLOSE_CODES.banned.code, "banned"],
]);
