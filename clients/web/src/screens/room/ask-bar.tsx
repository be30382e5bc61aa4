import { LIMITS, type Room } from "hubbub";
import { useState } from "react";
import { Alert } from "../../components/alert";
import { Button } from "../../components/button";
import { ReasonDialog } from "../../components/reason-dialog";
import { tell } from "../../deeds/notices";
import { useDeed } from "../../deeds/use-deed";
import { useNow } from "../../deeds/use-now";
import { useClient, useKnown } from "../../deeds/client";
import { onDate } from "../../text/time";

const DAY_US = 86_400_000_000;

/** The door of a room on request: one asks, waits, may take it back, and reads the answer. */
export function AskBar({ room }: { room: Room }) {
  const [isAsking, setAsking] = useState(false);
  const answer = useKnown((state) => state.answers.get(room.id));
  if (room.asked)
    return <Waiting room={room} reason={room.asked.reason} at={room.asked.asked_at} />;
  if (room.state === "archived") return null;
  return (
    <>
      {answer?.outcome === "refused" ? (
        <Refused
          word={answer.word}
          at={answer.at}
          onAsk={() => {
            setAsking(true);
          }}
        />
      ) : (
        <>
          <Button
            look="primary"
            onClick={() => {
              setAsking(true);
            }}
          >
            Ask to join
          </Button>
          <p className="soft small">The hosts read why you ask, and answer.</p>
        </>
      )}
      {isAsking && (
        <AskDialog
          room={room}
          onClose={() => {
            setAsking(false);
          }}
        />
      )}
    </>
  );
}

function AskDialog({ room, onClose }: { room: Room; onClose: () => void }) {
  const client = useClient();
  return (
    <ReasonDialog
      title={`Ask to join ${room.name}`}
      deed="Ask to join"
      look="primary"
      words={{
        label: "Why would you like to join?",
        field: "reason",
        limit: LIMITS.max_join_reason,
        required: true,
        hint: "A sentence or two. Only the hosts see it.",
      }}
      onConfirm={async (reason) => {
        await client.askToJoin(room.id, reason);
        tell("You have asked. The hosts see it at once.");
      }}
      onClose={onClose}
    >
      You ask to join to {room.purpose.statement}
    </ReasonDialog>
  );
}

function Waiting({ room, reason, at }: { room: Room; reason: string; at: number }) {
  const client = useClient();
  const withdraw = useDeed(async () => {
    await client.withdrawJoinRequest(room.id);
    tell("You ask no longer.");
  });
  return (
    <>
      <p>
        <b>You asked on {onDate(at)}.</b> The hosts have not answered yet.
      </p>
      <p className="soft join-bar-words">“{reason}”</p>
      <Alert problem={withdraw.problem} />
      <Button busy={withdraw.busy} onClick={() => void withdraw.run()}>
        Withdraw
      </Button>
    </>
  );
}

function Refused({ word, at, onAsk }: { word: string; at: number; onAsk: () => void }) {
  const againAt = at + LIMITS.ask_again_days * DAY_US;
  const mayAsk = useNow() * 1000 >= againAt;
  return (
    <>
      <p>
        <b>The hosts said no on {onDate(at)}.</b>
      </p>
      {word !== "" && <p className="join-bar-words">“{word}”</p>}
      {mayAsk ? (
        <Button onClick={onAsk}>Ask again</Button>
      ) : (
        <p className="soft small">You may ask again from {onDate(againAt)} on.</p>
      )}
    </>
  );
}
