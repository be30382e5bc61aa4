import { useEffect, useState } from "react";
import { mentionAtCaret } from "../text/mentions";

/** Someone, or everyone, that a message may mention. */
export interface Mentionable {
  username: string;
  title: string;
  colour: string | null;
}

/** Finds those whose names begin like `query`. */
export type FindMentionable = (query: string) => Promise<readonly Mentionable[]>;

export interface Mentions {
  options: readonly Mentionable[];
  /** Index of the option that Enter would take. */
  active: number;
  /** Whether that option is written out already. */
  isComplete: boolean;
  setActive: (index: number) => void;
  /** The text with an option put in for the `@word`, and where the caret goes. */
  complete: (option: Mentionable) => { text: string; caret: number };
  /** Offer nothing for the present `@word`. */
  dismiss: () => void;
}

const NONE: readonly Mentionable[] = [];

/** Offers members for the `@word` that one is writing. */
export function useMentions(text: string, caret: number, find: FindMentionable): Mentions {
  const mention = mentionAtCaret(text, caret);
  const query = mention?.query.toLowerCase() ?? null;
  const [found, setFound] = useState<{ query: string; options: readonly Mentionable[] } | null>(
    null,
  );
  const [chosen, setChosen] = useState({ query: "", active: 0 });
  const [dismissed, setDismissed] = useState<number | null>(null);

  useEffect(() => {
    if (query === null) return;
    let isStale = false;
    find(query).then(
      (options) => {
        if (!isStale) setFound({ query, options });
      },
      () => {
        // Without the hub one still can write the name oneself.
      },
    );
    return () => {
      isStale = true;
    };
  }, [query, find]);

  const isOffered = mention !== null && mention.start !== dismissed && found?.query === query;
  const options = isOffered ? found.options : NONE;
  const active = chosen.query === query ? Math.min(chosen.active, options.length - 1) : 0;
  return {
    options,
    active,
    isComplete: options[active]?.username === query,
    setActive: (active) => {
      setChosen({ query: query ?? "", active });
    },
    complete: (option) => {
      const start = mention?.start ?? caret;
      const before = `${text.slice(0, start)}@${option.username} `;
      return { text: before + text.slice(caret), caret: before.length };
    },
    dismiss: () => {
      setDismissed(mention?.start ?? null);
    },
  };
}
