import { useCallback, useEffect, useEffectEvent, useRef, useState } from "react";
import { useClient } from "../../deeds/client";
import type { TalkPlace } from "./talk-place";

export interface Reading {
  /** The line for new messages stands after this `seq`; null for no line. */
  lineAfter: number | null;
  eraseLine: () => void;
  /** Say which message is the lowest in sight: all up to it count as read. */
  onSight: (seq: number) => void;
}

/** What is new to the reader, and marking it as read once it is seen. */
export function useReading({ stream, marked }: Pick<TalkPlace, "stream" | "marked">): Reading {
  const client = useClient();
  const firstUnread = marked !== null && marked.unread > 0 ? marked.read : null;
  const [lineAfter, setLineAfter] = useState(firstUnread);
  const sight = useRef(0);
  const isMember = marked !== null;

  const markSight = useCallback((): void => {
    // What appears in a window that nobody looks at is not read.
    if (isMember && sight.current > 0 && document.hasFocus()) {
      client.markRead(stream, sight.current);
    }
  }, [client, stream, isMember]);

  const comeBack = useEffectEvent((): void => {
    if (firstUnread !== null) setLineAfter(firstUnread);
    markSight();
  });

  useEffect(() => {
    const onFocus = (): void => {
      comeBack();
    };
    window.addEventListener("focus", onFocus);
    return () => {
      window.removeEventListener("focus", onFocus);
    };
  }, []);

  return {
    lineAfter,
    eraseLine: useCallback(() => {
      setLineAfter(null);
    }, []),
    onSight: useCallback(
      (seq) => {
        sight.current = seq;
        markSight();
      },
      [markSight],
    ),
  };
}
