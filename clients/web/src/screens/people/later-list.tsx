import type { ReceivedRequest } from "hubbub";
import { Alert } from "../../components/alert";
import { Button } from "../../components/button";
import { Empty, Waiting } from "../../components/empty";
import { useClient, usePeopleTurn } from "../../deeds/client";
import { useFocusAfter } from "../../deeds/use-focus-after";
import { usePages } from "../../deeds/use-pages";
import { ReceivedRow } from "./received-row";

/** Requests that one has put off. */
export function LaterList() {
  const { api } = useClient();
  const turn = usePeopleTurn("requests");
  const [list, rowGone] = useFocusAfter<HTMLUListElement>(false);
  const pages = usePages<ReceivedRequest>(`later ${turn}`, async (after) => {
    const page = await api.call("list_received_requests", { query: { put_off: true, after } });
    return { items: page.requests, next: page.next };
  });
  return (
    <>
      <p className="soft">
        To those who asked, “not now” looks like no answer. You may still accept until a request
        expires.
      </p>
      <Alert problem={pages.problem} />
      {pages.items === null && pages.problem === null && <Waiting what="Looking …" />}
      {pages.items?.length === 0 && <Empty title="Nothing is put off" />}
      <ul ref={list} className="people-list" aria-label="Later" tabIndex={-1}>
        {pages.items?.map((request) => (
          <ReceivedRow
            key={request.id}
            request={request}
            onAnswered={(id) => {
              pages.change((items) => items.filter((item) => item.id !== id));
              rowGone();
            }}
          />
        ))}
      </ul>
      {pages.hasMore && (
        <Button busy={pages.isLoading} onClick={pages.loadMore}>
          More requests
        </Button>
      )}
    </>
  );
}
