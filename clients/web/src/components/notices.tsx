import { useTopmost } from "../deeds/dialogs";
import { dismissNotice, useNotices } from "../deeds/notices";
import { IconButton } from "./button";
import "./notices.css";

interface Props {
  /** The dialog that this is in, null for the page. */
  within?: string | null;
}

/** The corner where notices appear: in the topmost dialog, since a page below one is out of reach. */
export function Notices({ within = null }: Props) {
  const isHere = useTopmost() === within;
  const notices = useNotices();
  return (
    <div className="notices" role="status" aria-label="Notices" aria-hidden={!isHere}>
      {(isHere ? notices : []).map((notice) => (
        <div key={notice.id} className={notice.isProblem ? "notice notice-problem" : "notice"}>
          <p>{notice.text}</p>
          <IconButton
            icon="close"
            label="Dismiss"
            onClick={() => {
              dismissNotice(notice.id);
            }}
          />
        </div>
      ))}
    </div>
  );
}
