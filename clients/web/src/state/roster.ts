import { HubbubError, type Event } from "hubbub";
import { topicsOf } from "./people-fold";
import { inBackground, type Parts } from "./parts";

/** Fetches the cards of members that turn up and are not known, one after the other. */
export class Roster {
  readonly #parts: Pick<Parts, "store" | "api">;
  /** Those asked for, or known not to be had. */
  readonly #asked = new Set<string>();
  #queue: Promise<void> = Promise.resolve();

  constructor(parts: Pick<Parts, "store" | "api">) {
    this.#parts = parts;
  }

  /** Know everybody whom an event names. */
  meet(event: Event): void {
    // Who asks is no acquaintance yet, and who is blocked none any more: lists bring their cards.
    if (event.kind === "join_requested" || event.kind === "join_request_closed") return;
    if (topicsOf(event).length > 0) return;
    const ids = [event.actor];
    if ("member" in event) ids.push(event.member);
    if (event.kind === "message_sent" || event.kind === "message_edited") {
      ids.push(...(event.mentions ?? []));
    }
    for (const id of ids) {
      if (id !== "" && !this.#parts.store.getSnapshot().members.has(id)) this.fetch(id);
    }
  }

  /** Fetch a card, also one that is known: its member changed the profile, say. */
  fetch(id: string): void {
    if (this.#asked.has(id)) return;
    this.#asked.add(id);
    this.#queue = this.#queue.then(() => this.#ask(id));
    inBackground(this.#queue);
  }

  /** Forget who was asked for. */
  stop(): void {
    this.#asked.clear();
  }

  async #ask(id: string): Promise<void> {
    try {
      const member = await this.#parts.api.call("get_member", { path: { member: id } });
      this.#parts.store.tell({ kind: "members_known", members: [member] });
      this.#asked.delete(id);
    } catch (error) {
      if (!(error instanceof HubbubError)) throw error;
      if (error.retry) this.#asked.delete(id); // asked again when they turn up again
    }
  }
}
