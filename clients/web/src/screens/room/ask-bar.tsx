import { LIMITS, type JoinRequest, type Room } from "hubbub";
import { useState } from "react";
import { Alert } from "../../components/alert";
import { Button } from "../../components/button";
import { ReasonDialog } from "../../components/reason-dialog";
import { tell } from "../../deeds/notices";
import { useDeed } from "../../deeds/use-deed";
import { useFocusAfter } from "../../deeds/use-focus-after";
import { useNow } from "../../deeds/use-now";
import { useClient, useKnown } from "../../deeds/client";
import { onDate } from "../../text/time";

const DAY_US = 86_400_000_000;

/** The door of a room on request: one asks, waits, may take it back, and reads the answer. */
export function AskBar({ room }: { room: Room }) {
  const [isAsking, setAsking] = useState(false);
  const [door, buttonGone] = useFocusAfter<HTMLDivElement>(isAsking);
  return (
    <div ref={door} className="ask-bar" tabIndex={-1}>
      {room.asked ? (
        <Waiting room={room} request={room.asked} onWithdrawn={buttonGone} />
      ) : (
        <NotAsking
          room={room}
          onAsk={() => {
            setAsking(true);
          }}
        />
      )}
      {isAsking && (
        <AskDialog
          room={room}
          onAsked={buttonGone}
          onClose={() => {
            setAsking(false);
          }}
        />
      )}
    </div>
  );
}

function NotAsking({ room, onAsk }: { room: Room; onAsk: () => void }) {
  const answer = useKnown((state) => state.answers.get(room.id));
  if (answer?.outcome === "refused") {
    return <Refused word={answer.word} at={answer.at} onAsk={onAsk} />;
  }
  return (
    <>
      <Button look="primary" onClick={onAsk}>
        Ask to join
      </Button>
      <p className="soft small">The hosts read why you ask, and answer.</p>
    </>
  );
}

interface DialogProps {
  room: Room;
  onAsked: () => void;
  onClose: () => void;
}

function AskDialog({ room, onAsked, onClose }: DialogProps) {
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
        onAsked();
      }}
      onClose={onClose}
    >
      You would be joining to {room.purpose.statement}
    </ReasonDialog>
  );
}

interface WaitingProps {
  room: Room;
  request: JoinRequest;
  onWithdrawn: () => void;
}

function Waiting({ room, request, onWithdrawn }: WaitingProps) {
  const client = useClient();
  const withdraw = useDeed(async () => {
    await client.withdrawJoinRequest(room.id);
    tell("You ask no longer.");
    onWithdrawn();
  });
  return (
    <>
      <p>
        <b>You asked on {onDate(request.asked_at)}.</b> The hosts have not answered yet.
      </p>
      <p className="soft join-bar-words">“{request.reason}”</p>
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
