import type { Report } from "hubbub";
import { Alert } from "../../components/alert";
import { Button } from "../../components/button";
import { Empty, Waiting } from "../../components/empty";
import { useShell } from "../../components/shell-context";
import { Who } from "../../components/who";
import { useClient, usePeopleTurn } from "../../deeds/client";
import { tell } from "../../deeds/notices";
import { useDeed } from "../../deeds/use-deed";
import { useFocusAfter } from "../../deeds/use-focus-after";
import { usePages } from "../../deeds/use-pages";
import { originLine } from "../../text/people";
import { inFull, onDate } from "../../text/time";
import "./report-list.css";

/** What members have reported, with what stood there as it was reported. */
export function ReportList() {
  const { api } = useClient();
  const turn = usePeopleTurn("reports");
  const [list, buttonGone] = useFocusAfter<HTMLUListElement>(false);
  const pages = usePages<Report>(`reports ${turn}`, async (after) => {
    const page = await api.call("list_reports", { query: { after } });
    return { items: page.reports, next: page.next };
  });
  const close = useDeed(async ({ id }: Report) => {
    await api.call("close_report", { path: { report: id } });
    pages.change((items) =>
      items.map((item) => (item.id === id ? { ...item, state: "closed" } : item)),
    );
    buttonGone();
    tell("The report is closed.");
  });
  return (
    <>
      <Alert problem={pages.problem ?? close.problem} />
      {pages.items === null && pages.problem === null && <Waiting what="Looking …" />}
      {pages.items?.length === 0 && <Empty title="Nothing was reported" />}
      <ul ref={list} className="reports" aria-label="Reports" tabIndex={-1}>
        {pages.items?.map((report) => (
          <ReportRow
            key={report.id}
            report={report}
            busy={close.busy}
            onCloseIt={() => void close.run(report)}
          />
        ))}
      </ul>
      {pages.hasMore && (
        <Button busy={pages.isLoading} onClick={pages.loadMore}>
          More reports
        </Button>
      )}
    </>
  );
}

interface RowProps {
  report: Report;
  busy: boolean;
  onCloseIt: () => void;
}

function ReportRow({ report, busy, onCloseIt }: RowProps) {
  const { showMember } = useShell();
  const { reported, reporter, reason, request, state } = report;
  const name = reported.display_name;
  return (
    <li aria-label={`About ${name}`}>
      <Who member={reported} note={`reported by ${reporter.display_name}`} />
      <p>{reason}</p>
      <div className="report-evidence">
        <p className="soft small">
          The request, as it stood: {originLine(request.beginning, "received")} ·{" "}
          <time title={inFull(request.sent_at)}>sent {onDate(request.sent_at)}</time>
        </p>
        {request.opening === "" ? (
          <p className="soft">Without words.</p>
        ) : (
          <p className="opening">{request.opening}</p>
        )}
      </div>
      <div className="button-row">
        {state === "open" ? (
          <Button busy={busy} aria-label={`Close the report about ${name}`} onClick={onCloseIt}>
            Close
          </Button>
        ) : (
          <p className="soft small">Closed</p>
        )}
        <Button
          look="quiet"
          aria-label={`About ${name}`}
          onClick={() => {
            showMember(reported.id);
          }}
        >
          About
        </Button>
      </div>
    </li>
  );
}
