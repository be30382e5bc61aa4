import { useEffect, useState } from "react";
import { useClient, useKnown } from "../deeds/client";
import { useOnline } from "../deeds/use-online";
import { isReplaced } from "../state";
import { Button } from "./button";
import "./link-banner.css";

/** Says when the link to the hub is not live, and what one can do about it. */
export function LinkBanner() {
  const client = useClient();
  const link = useKnown((state) => state.link);
  const wasReplaced = useKnown(isReplaced);
  const isOnline = useOnline();

  if (link.phase === "live" || link.phase === "stopped") return null;
  if (link.phase === "ended") {
    return (
      <div className="link-banner link-banner-ended" role="status">
        <p>
          {wasReplaced
            ? "Hubbub went on in another window, which took over from this one."
            : `The hub has closed the link: ${link.reason || `code ${link.code}`}.`}
        </p>
        <Button
          onClick={() => {
            location.reload();
          }}
        >
          Use it here
        </Button>
      </div>
    );
  }
  if (!isOnline) {
    return (
      <div className="link-banner" role="status">
        <p>You are offline. What you write is kept, and sent as soon as you are back.</p>
      </div>
    );
  }
  return (
    <div className="link-banner" role="status">
      {link.phase === "opening" ? (
        <p>Connecting …</p>
      ) : (
        <>
          <p>
            Reconnecting <Countdown key={link.retryAt} until={link.retryAt} /> What you write is
            kept.
          </p>
          <Button
            onClick={() => {
              client.wake();
            }}
          >
            Try now
          </Button>
        </>
      )}
    </div>
  );
}

/** Silent for those who listen: a number that changes each second says nothing new. */
function Countdown({ until }: { until: number }) {
  const [left, setLeft] = useState(() => secondsTo(until));
  useEffect(() => {
    const timer = window.setInterval(() => {
      setLeft(secondsTo(until));
    }, 250);
    return () => {
      window.clearInterval(timer);
    };
  }, [until]);
  return <span aria-hidden="true">in {left} s.</span>;
}

function secondsTo(until: number): number {
  return Math.max(0, Math.ceil((until - Date.now()) / 1000));
}
