import { dismissNotice, useNotices } from "../deeds/notices";
import { IconButton } from "./button";
import "./notices.css";

/** The corner where notices appear. */
export function Notices() {
  const notices = useNotices();
  return (
    <div className="notices" role="status" aria-label="Notices">
      {notices.map((notice) => (
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
