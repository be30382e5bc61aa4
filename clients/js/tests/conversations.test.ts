import { describe, expect, test } from "vitest";
import conversations from "../../../protocol/vectors/conversations.json";
import { jsonCodec } from "../src/index.js";
import type { AnsweredCommand } from "../src/outbox.js";
import type { News } from "../src/news.js";
import { Session } from "../src/session.js";

/** What happens in a step, and what a client that keeps the rules says and tells then. */
interface Step {
  readonly do: string;
  readonly said: unknown[];
  readonly told: unknown[];
  readonly phase: string;
  readonly wake_ms: number | null;
  readonly verdict?: string;
  readonly frame?: unknown;
  readonly command?: Record<string, unknown>;
  readonly stream?: string;
  readonly seq?: number | null;
  readonly code?: number | null;
  readonly chance?: number;
  readonly ms?: number;
}

const START = 1_000_000;

/** A session that lives through a recording. */
class Replay {
  readonly session = new Session({
    device: "tab-1",
    client: { name: "conversations", version: "1" },
    token: "secret",
  });
  now = START;

  live(step: Step): void {
    switch (step.do) {
      case "open":
        this.session.wake(this.now);
        this.session.socketOpened(this.now);
        break;
      case "hear":
        this.session.receive(jsonCodec.read(JSON.stringify(step.frame)), this.now);
        break;
      case "close":
        this.session.wake(this.now);
        this.session.socketClosed(this.now, step.chance ?? 0, step.code ?? null, "closed");
        break;
      case "wait":
        this.now += step.ms ?? 0;
        if (this.session.phase !== "waiting") this.session.wake(this.now);
        break;
      case "subscribe":
        this.session.subscribe(step.stream ?? "", step.seq ?? null);
        break;
      case "unsubscribe":
        this.session.unsubscribe(step.stream ?? "");
        break;
      case "submit":
        this.submit(step.command ?? {});
        break;
      default:
        throw new Error(`an unknown step: ${step.do}`);
    }
  }

  submit(command: Record<string, unknown>): void {
    const stream = String(command["stream"]);
    if (command["t"] === "mark_read") this.session.markRead(stream, Number(command["seq"]));
    else if (command["t"] === "typing") this.session.showTyping(stream);
    else if (command["t"] === "presence") {
      this.session.showPresence(command["state"] === "away" ? "away" : "active");
    } else {
      const ref = this.session.newRef();
      expect(ref).toBe(command["ref"]);
      this.session.submit(command as unknown as AnsweredCommand);
    }
  }

  outcome(): Omit<Step, "do"> {
    const said = this.session.takeCommands(this.now).map((each) => shortened({ ...each }));
    const told = this.session.takeNews().map(toldOf);
    const deadline = this.session.nextDeadline();
    const { phase, ending } = this.session;
    const verdict = ending === null ? {} : { verdict: ending.verdict };
    const wake_ms = deadline === Infinity ? null : Math.round(deadline - this.now);
    return { said, told, phase, wake_ms, ...verdict };
  }
}

/** Leave out what has its default, as the recording does. */
function shortened(command: Record<string, unknown>): Record<string, unknown> {
  const isDefault = (value: unknown): boolean =>
    value === null || (typeof value === "object" && Object.keys(value).length === 0);
  return Object.fromEntries(Object.entries(command).filter(([, value]) => !isDefault(value)));
}

function toldOf(news: News): unknown[] {
  switch (news.kind) {
    case "opened":
      return ["opened"];
    case "subscribed":
      return ["subscribed", news.state.stream, news.state.after];
    case "reset":
      return ["reset", news.stream, news.head];
    case "unsubscribed":
      return ["unsubscribed", news.stream, news.error?.code ?? null];
    case "event":
      return ["event", news.event.stream, news.event.seq];
    case "skip":
      return ["skip", news.skip.stream, news.skip.seq];
    case "ephemeral":
      return ["ephemeral", news.ephemeral.stream, news.ephemeral.kind];
    case "present":
      return ["present", news.present.stream, news.present.active, news.present.away];
    case "answered":
      return ["answered", news.answer.ref];
    case "refused":
      return ["refused", news.error.ref, news.error.code];
  }
}

describe("a client says and tells what the recording has", () => {
  test.each(conversations)("$name", ({ steps }) => {
    const replay = new Replay();
    for (const [place, step] of (steps as Step[]).entries()) {
      replay.live(step);
      const { said, told, phase, wake_ms, verdict } = step;
      const expected = { said, told, phase, wake_ms, ...(verdict ? { verdict } : {}) };
      expect({ place, ...replay.outcome() }).toEqual({ place, ...expected });
    }
  });
});
