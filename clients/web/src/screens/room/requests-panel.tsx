import { HubbubError, LIMITS, type Room, type RoomJoinRequest } from "hubbub";
import { useState } from "react";
import { Alert } from "../../components/alert";
import { Button } from "../../components/button";
import { Empty, Waiting } from "../../components/empty";
import { ReasonDialog } from "../../components/reason-dialog";
import { Who } from "../../components/who";
import { useClient, useKnown } from "../../deeds/client";
import { tell } from "../../deeds/notices";
import { useDeed } from "../../deeds/use-deed";
import { useFocusAfter } from "../../deeds/use-focus-after";
import { useNow } from "../../deeds/use-now";
import { usePages } from "../../deeds/use-pages";
import { ago } from "../../text/time";
import { SidePanel } from "./side-panel";
import "./requests-panel.css";

/** Who asks to be let in, for hosts; what another host answers goes from it at once. */
export function RequestsPanel({ room }: { room: Room }) {
  const { api } = useClient();
  const [refusing, setRefusing] = useState<RoomJoinRequest | null>(null);
  const [list, rowGone] = useFocusAfter<HTMLUListElement>(refusing !== null);
  const turn = useKnown((state) => state.askings.get(room.id)) ?? 0;
  const path = { room: room.id };
  const pages = usePages<RoomJoinRequest>(`${room.id} ${turn}`, async (after) => {
    const page = await api.call("list_join_requests", { path, query: { after, limit: 100 } });
    return { items: page.requests, next: page.next };
  });
  const answer = async (
    { member }: RoomJoinRequest,
    give: () => Promise<string>,
  ): Promise<void> => {
    try {
      tell(await give());
    } catch (error) {
      if (!(error instanceof HubbubError) || error.code !== "not_found") throw error;
      tell(`${member.display_name} does not ask any more, or another host has answered.`);
    }
    rowGone();
    pages.change((items) => items.filter((item) => item.member.id !== member.id));
  };
  const admit = useDeed((asked: RoomJoinRequest) =>
    answer(asked, async () => {
      await api.call("admit_member", { path: { ...path, member: asked.member.id } });
      return `${asked.member.display_name} is in.`;
    }),
  );
  const refuse = (asked: RoomJoinRequest, word: string): Promise<void> =>
    answer(asked, async () => {
      const at = { path: { ...path, member: asked.member.id }, body: { word } };
      await api.call("refuse_join_request", at);
      return `${asked.member.display_name} is told that the room said no.`;
    });

  return (
    <SidePanel room={room.id} title="Asking to join">
      <Alert problem={pages.problem ?? admit.problem} />
      {pages.items === null && pages.problem === null && <Waiting what="Looking …" />}
      {pages.items?.length === 0 && (
        <Empty title="Nobody is waiting">
          <p>Whoever asks to join shows here at once.</p>
        </Empty>
      )}
      <ul ref={list} className="requests" aria-label="Asking to join" tabIndex={-1}>
        {pages.items?.map((asked) => (
          <RequestCard
            key={asked.member.id}
            asked={asked}
            busy={admit.busy}
            onAdmit={() => void admit.run(asked)}
            onRefuse={() => {
              setRefusing(asked);
            }}
          />
        ))}
      </ul>
      {pages.hasMore && (
        <Button busy={pages.isLoading} onClick={pages.loadMore}>
          More
        </Button>
      )}
      {refusing && (
        <ReasonDialog
          title={`Refuse ${refusing.member.display_name}?`}
          deed="Refuse"
          words={{
            label: "A word for them (if you like)",
            field: "word",
            limit: LIMITS.max_refusal_word,
          }}
          onConfirm={(word) => refuse(refusing, word)}
          onClose={() => {
            setRefusing(null);
          }}
        >
          They are told that the room said no, not by whom, and may ask again after{" "}
          {LIMITS.ask_again_days} days.
        </ReasonDialog>
      )}
    </SidePanel>
  );
}

interface CardProps {
  asked: RoomJoinRequest;
  busy: boolean;
  onAdmit: () => void;
  onRefuse: () => void;
}

function RequestCard({ asked, busy, onAdmit, onRefuse }: CardProps) {
  const { member, reason, asked_at: askedAt } = asked;
  return (
    <li aria-label={member.display_name}>
      <Who member={member} note={`asked ${ago(askedAt, useNow())}`} />
      <p>{reason}</p>
      <div className="button-row">
        <Button
          look="primary"
          busy={busy}
          aria-label={`Admit ${member.display_name}`}
          onClick={onAdmit}
        >
          Admit
        </Button>
        <Button aria-label={`Refuse ${member.display_name}`} onClick={onRefuse}>
          Refuse
        </Button>
      </div>
    </li>
  );
}
