import { useEffect, useState } from "react";
import { Button } from "../components/button";
import { Empty, Waiting } from "../components/empty";
import { Page } from "../components/page";
import { Title } from "../components/title";
import { useClient, useKnown } from "../deeds/client";
import { problemOf, type Problem } from "../deeds/problem";
import { Link } from "../routing/link";
import { peopleAddress } from "../routing/routes";
import { DirectHeader } from "./direct/direct-header";
import { DirectTalk } from "./direct/direct-talk";
import "./room.css";

interface Props {
  channel: string;
  seq: number | null;
}

/** A direct channel: two who talk, or who once did. Mount it anew for each channel. */
export function DirectScreen({ channel: id, seq }: Props) {
  const client = useClient();
  const channel = useKnown((state) => state.directs.get(id));
  const other = useKnown((state) => state.members.get(channel?.member.id ?? ""));
  const [problem, setProblem] = useState<Problem | null>(null);
  const [turn, setTurn] = useState(0);

  useEffect(() => {
    let isStale = false;
    client.openDirect(id).then(
      () => {
        if (!isStale) setProblem(null);
      },
      (error: unknown) => {
        if (!isStale) setProblem(problemOf(error));
      },
    );
    return () => {
      isStale = true;
    };
  }, [client, id, turn]);

  if (channel === undefined) {
    return (
      <Page title={problem === null ? "" : "This conversation cannot be shown"}>
        {problem === null ? (
          <Waiting what="Opening the conversation …" />
        ) : (
          <Empty title={problem.detail}>
            <Button
              onClick={() => {
                setTurn(turn + 1);
              }}
            >
              Try again
            </Button>
            <Link href={peopleAddress("connections")}>Your connections</Link>
          </Empty>
        )}
      </Page>
    );
  }
  const member = other ?? channel.member;
  return (
    <>
      <Title of={member.display_name} />
      <main className="room" id="main" tabIndex={-1}>
        <DirectHeader channel={channel} member={member} />
        <DirectTalk channel={channel} member={member} seq={seq} />
      </main>
    </>
  );
}
