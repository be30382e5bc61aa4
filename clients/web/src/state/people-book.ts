import type { Answer, Event } from "hubbub";
import type { Fact } from "./facts";
import { topicsOf, type PeopleTopic } from "./people-fold";
import { inBackground, untilAnswered, type Parts } from "./parts";

/** The lists that are kept; the others are fetched by those who show them. */
type Kept = Extract<PeopleTopic, "requests" | "introductions" | "blocks">;

const PAGE = 100;

/** Keeps known who asks, who is introduced and who is blocked, as the inbox tells of changes. */
export class PeopleBook {
  readonly #parts: Parts;
  /** The lists that are being fetched: another object once they have changed since. */
  readonly #underWay = new Map<Kept, object>();
  #life = new AbortController();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  begin(): void {
    this.stop();
    this.#life = new AbortController();
  }

  stop(): void {
    this.#life.abort();
    this.#underWay.clear();
  }

  /** Fetch all lists, now that the inbox tells of whatever changes. */
  list(): void {
    for (const topic of ["requests", "introductions", "blocks"] as const) this.#refresh(topic);
  }

  takeInboxEvent(event: Event): void {
    for (const topic of topicsOf(event)) {
      if (topic === "requests" || topic === "introductions" || topic === "blocks") {
        this.#refresh(topic);
      }
    }
  }

  #refresh(topic: Kept): void {
    const isUnderWay = this.#underWay.has(topic);
    this.#underWay.set(topic, {}); // what is under way is stale from here on
    if (!isUnderWay) inBackground(this.#fetch(topic, this.#life.signal));
  }

  async #fetch(topic: Kept, signal: AbortSignal): Promise<void> {
    for (;;) {
      const turn = this.#underWay.get(topic);
      let fact: Fact;
      try {
        fact = await untilAnswered(this.#parts.environment, signal, () => this.#ask(topic, signal));
      } catch (error) {
        if (!signal.aborted) this.#underWay.delete(topic);
        throw error;
      }
      if (signal.aborted) return;
      if (this.#underWay.get(topic) !== turn) continue;
      this.#underWay.delete(topic);
      this.#parts.store.tell(fact);
      return;
    }
  }

  async #ask(topic: Kept, signal: AbortSignal): Promise<Fact> {
    const { api } = this.#parts;
    switch (topic) {
      case "requests": {
        const query = { limit: PAGE };
        const [{ requests: sent }, { requests: received }] = await Promise.all([
          api.call("list_sent_requests", { query }, { signal }),
          api.call("list_received_requests", { query }, { signal }),
        ]);
        return { kind: "requests_known", sent, received };
      }
      case "introductions": {
        const introductions = await api.call("list_introductions", {}, { signal });
        return { kind: "introductions_known", introductions };
      }
      case "blocks":
        return { kind: "blocks_known", members: await this.#listBlocked(signal) };
    }
  }

  async #listBlocked(signal: AbortSignal): Promise<string[]> {
    const { api, store } = this.#parts;
    const members: string[] = [];
    let after: string | null = "";
    while (after !== null) {
      const query: { after: string; limit: number } = { after, limit: PAGE };
      const page: Answer<"list_blocks"> = await api.call("list_blocks", { query }, { signal });
      store.tell({ kind: "members_known", members: page.blocks.map(({ member }) => member) });
      members.push(...page.blocks.map(({ member }) => member.id));
      after = page.next;
    }
    return members;
  }
}
