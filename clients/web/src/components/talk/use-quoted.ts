import type { Message } from "hubbub";
import { useEffect, useState } from "react";
import { useClient, useKnown } from "../../deeds/client";

/**
 * A message of a stream, from the part that is shown or, failing that, from the hub. Null while
 * it is not known, or where it cannot be had.
 */
export function useQuoted(stream: string, seq: number): Message | null {
  const { api } = useClient();
  const shown = useKnown((state) =>
    state.timelines.get(stream)?.messages.find((message) => message.seq === seq),
  );
  const [fetched, setFetched] = useState<Message | null>(null);
  const isMissing = shown === undefined && fetched?.seq !== seq;

  useEffect(() => {
    if (!isMissing) return;
    const asked = new AbortController();
    const query = { around: seq, limit: 1 };
    api.call("get_history", { path: { stream }, query }, { signal: asked.signal }).then(
      (page) => {
        setFetched(page.messages.find((message) => message.seq === seq) ?? null);
      },
      () => {
        // The quote says "an earlier message" then, and still leads there.
      },
    );
    return () => {
      asked.abort();
    };
  }, [api, stream, seq, isMissing]);

  return shown ?? (isMissing ? null : fetched);
}
