import { HubbubError, type ShownInvitation } from "hubbub";
import { useEffect, useState } from "react";
import { useClient } from "../../deeds/client";
import { keepCode, type KeptCode } from "../../deeds/kept-code";
import { problemOf, type Problem } from "../../deeds/problem";

export interface SeenInvitation {
  /** What the code is for; null until it is known. */
  shown: ShownInvitation | null;
  problem: Problem | null;
  /** Whether the code holds no longer, or never did. */
  isVoid: boolean;
  lookAgain: () => void;
}

interface Seen {
  code: string;
  shown: ShownInvitation | null;
  problem: Problem | null;
  isVoid: boolean;
}

/** Ask the hub what a code is for. */
export function useInvitation({ code, into }: KeptCode): SeenInvitation {
  const { api } = useClient();
  const [seen, setSeen] = useState<Seen | null>(null);
  const [turn, setTurn] = useState(0);

  useEffect(() => {
    let isStale = false;
    api.call("look_at_invitation", { body: { code } }).then(
      (shown) => {
        if (isStale) return;
        setSeen({ code, shown, problem: null, isVoid: false });
        const leads = shown.room === null ? "community" : "room";
        if (leads !== into) keepCode(code, leads);
      },
      (error: unknown) => {
        if (isStale) return;
        const isVoid = error instanceof HubbubError && error.code === "not_found";
        setSeen({ code, shown: null, problem: problemOf(error), isVoid });
      },
    );
    return () => {
      isStale = true;
    };
  }, [api, code, into, turn]);

  const isOfThis = seen?.code === code;
  return {
    shown: isOfThis ? seen.shown : null,
    problem: isOfThis ? seen.problem : null,
    isVoid: isOfThis && seen.isVoid,
    lookAgain: () => {
      setTurn(turn + 1);
    },
  };
}
