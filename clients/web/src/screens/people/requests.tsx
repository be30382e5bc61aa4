import type { ReceivedRequest, SentRequest } from "hubbub";
import { Alert } from "../../components/alert";
import { Button } from "../../components/button";
import { Empty, Waiting } from "../../components/empty";
import { Asking } from "../../components/people/asking";
import { useClient, useKnown, usePeopleTurn } from "../../deeds/client";
import { useFocusAfter } from "../../deeds/use-focus-after";
import { usePages } from "../../deeds/use-pages";
import { Person } from "./person";
import { ReceivedRow } from "./received-row";

/** Who asks one, and whom one asks. */
export function Requests() {
  return (
    <>
      <Received />
      <Sent />
    </>
  );
}

function Received() {
  const { api } = useClient();
  const turn = usePeopleTurn("requests");
  const [list, rowGone] = useFocusAfter<HTMLUListElement>(false);
  const pages = usePages<ReceivedRequest>(`received ${turn}`, async (after) => {
    const page = await api.call("list_received_requests", { query: { after } });
    return { items: page.requests, next: page.next };
  });
  const drop = (id: string): void => {
    pages.change((items) => items.filter((item) => item.id !== id));
    rowGone();
  };
  return (
    <div className="people-part">
      <h3>Waiting for your answer</h3>
      <Alert problem={pages.problem} />
      {pages.items === null && pages.problem === null && <Waiting what="Looking …" />}
      {pages.items?.length === 0 && (
        <Empty title="Nobody asks">
          <p>Whoever shares a room with you, or has your contact code, may ask to connect.</p>
        </Empty>
      )}
      <ul ref={list} className="people-list" aria-label="Waiting for your answer" tabIndex={-1}>
        {pages.items?.map((request) => (
          <ReceivedRow key={request.id} request={request} onAnswered={drop} />
        ))}
      </ul>
      {pages.hasMore && (
        <Button busy={pages.isLoading} onClick={pages.loadMore}>
          More requests
        </Button>
      )}
    </div>
  );
}

function Sent() {
  const sent = useKnown((state) => state.people.sent);
  const [list, rowGone] = useFocusAfter<HTMLUListElement>(false);
  if (sent.length === 0) return null;
  return (
    <div className="people-part">
      <h3>You have asked</h3>
      <ul ref={list} className="people-list" aria-label="You have asked" tabIndex={-1}>
        {sent.map((request: SentRequest) => (
          <li key={request.id} className="person-row" aria-label={request.member.display_name}>
            <Person member={request.member} />
            <Asking request={request} onWithdrawn={rowGone} />
          </li>
        ))}
      </ul>
    </div>
  );
}
