import { useWhereabouts } from "../deeds/whereabouts";

/** Says each screen's title as it comes; a link within the page would change it without a word. */
export function Whereabouts() {
  const place = useWhereabouts();
  return (
    <div className="unseen whereabouts" aria-live="polite">
      {place}
    </div>
  );
}
