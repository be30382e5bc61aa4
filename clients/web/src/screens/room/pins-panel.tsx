import { useClient, useKnown, usePeopleTurn } from "../../deeds/client";
import { Alert } from "../../components/alert";
import { Button } from "../../components/button";
import { Empty, Waiting } from "../../components/empty";
import { Markdown } from "../../components/markdown";
import { nameOf } from "../../components/talk/talk";
import { usePages } from "../../deeds/use-pages";
import { navigate } from "../../routing/history";
import { roomAddress } from "../../routing/routes";
import type { Message, Room } from "hubbub";
import { inFull } from "../../text/time";
import { SidePanel } from "./side-panel";
import "./pins-panel.css";

const NOBODY: ReadonlySet<string> = new Set();

/** The messages that the hosts want everyone to find. */
export function PinsPanel({ room }: { room: Room }) {
  const client = useClient();
  const cards = useKnown((state) => state.members);
  const timeline = useKnown((state) => state.timelines.get(room.stream));
  // The list is asked for again when a pin of the part in sight comes or goes.
  const seen = (timeline?.messages ?? []).filter(({ pinned }) => pinned).map(({ seq }) => seq);
  const blocks = usePeopleTurn("blocks");
  const pages = usePages<Message>(`${room.stream} ${blocks} ${seen.join()}`, async () => {
    return { items: await client.listPins(room.stream), next: null };
  });

  return (
    <SidePanel room={room.id} title="Pinned messages">
      <Alert problem={pages.problem} />
      {pages.items === null && pages.problem === null && <Waiting what="Looking …" />}
      {pages.items?.length === 0 && (
        <Empty title="Nothing is pinned yet">
          <p>Hosts pin what newcomers should find at once.</p>
        </Empty>
      )}
      <ul className="pins">
        {pages.items?.map((message) => (
          <li key={message.seq}>
            <p className="small">
              <b>{nameOf(cards, message.author)}</b>{" "}
              <span className="soft">{inFull(message.at)}</span>
            </p>
            <Markdown body={message.body} mentioned={NOBODY} own={NOBODY} />
            <Button
              look="quiet"
              onClick={() => {
                navigate(roomAddress(room.id, { seq: message.seq }));
              }}
            >
              Show in the talk
            </Button>
          </li>
        ))}
      </ul>
    </SidePanel>
  );
}
