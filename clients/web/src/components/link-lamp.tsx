import { useKnown } from "../deeds/client";
import "./link-banner.css";

/** A small word on whether what one sees is the present. */
export function LinkLamp() {
  const phase = useKnown((state) => state.link.phase);
  const isLive = phase === "live";
  return (
    <p className={isLive ? "link-lamp link-lamp-live" : "link-lamp"}>
      {isLive ? "Live" : "Not live"}
    </p>
  );
}
