import { LIMITS, type ReceivedRequest } from "hubbub";
import { useClient } from "../../deeds/client";
import { tell } from "../../deeds/notices";
import { ReasonDialog } from "../reason-dialog";

interface Props {
  request: ReceivedRequest;
  onClose: () => void;
}

/** Shows a request to the owners of the community. */
export function ReportDialog({ request, onClose }: Props) {
  const { api } = useClient();
  const name = request.member.display_name;
  return (
    <ReasonDialog
      title={`Report ${name}?`}
      deed="Report"
      words={{
        label: "What is wrong?",
        field: "reason",
        limit: LIMITS.max_report_reason,
        required: true,
      }}
      onConfirm={async (reason) => {
        await api.call("make_report", { body: { request: request.id, reason } });
        tell("The owners of the community will look at it.");
      }}
      onClose={onClose}
    >
      The owners of the community see the request as it stands now, with your words. {name} is not
      told.
    </ReasonDialog>
  );
}
