import { PresenceDot } from "../../components/presence-dot";
import { useKnown } from "../../deeds/client";
import { presenceIn } from "../../state";

/** How many members are in a room now; nothing while nobody tells. */
export function HereCount({ stream }: { stream: string }) {
  const presence = useKnown((state) => presenceIn(state, stream));
  if (presence === null) return null;
  const { active, away } = presence;
  return (
    <>
      <span className="here-count">
        <PresenceDot state={active > 0 ? "active" : "away"} />{" "}
        {`${(active + away).toLocaleString()} here`}
        {away > 0 && <span className="unseen">, {away.toLocaleString()} of them away</span>}
      </span>
      {" · "}
    </>
  );
}
