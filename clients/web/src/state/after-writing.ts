import type { WritingFact } from "./facts";
import { withEntry, withoutEntry } from "./maps";
import type { State } from "./model";
import { accepted, refused, retried } from "./outgoing";
import { reconciled } from "./places";

/** The state after what one writes. */
export function afterWriting(state: State, fact: WritingFact): State {
  const { pending } = state;
  switch (fact.kind) {
    case "message_written":
      return { ...state, pending: [...pending, fact.message] };
    case "message_accepted": {
      const stream = pending.find((each) => each.key === fact.key)?.stream ?? "";
      const next = accepted(pending, fact.key, fact.id, fact.seq);
      return reconciled({ ...state, pending: next }, stream);
    }
    case "message_refused":
      return { ...state, pending: refused(pending, fact.key, fact.failure) };
    case "message_retried":
      return { ...state, pending: retried(pending, fact.key) };
    case "message_discarded":
      return { ...state, pending: pending.filter((each) => each.key !== fact.key) };
    case "draft_changed":
      return {
        ...state,
        drafts:
          fact.draft === null
            ? withoutEntry(state.drafts, fact.stream)
            : withEntry(state.drafts, fact.stream, fact.draft),
      };
  }
}
