import { badgeText, counted } from "../text/counting";

/** How much calls for the member, and how much is unread. */
export function Badges({ unread, mentions }: { unread: number; mentions: number }) {
  return (
    <>
      {mentions > 0 && (
        <span className="badge badge-mention">
          <span aria-hidden="true">@{badgeText(mentions)}</span>
          <span className="unseen"> {counted(mentions, "mention")}</span>
        </span>
      )}
      {unread > 0 && (
        <span className="badge">
          <span aria-hidden="true">{badgeText(unread)}</span>
          <span className="unseen"> {badgeText(unread)} unread</span>
        </span>
      )}
    </>
  );
}

/** How many wait for the member's answer. */
export function WaitingBadge({ count }: { count: number }) {
  if (count === 0) return null;
  return (
    <span className="badge badge-mention">
      <span aria-hidden="true">{badgeText(count)}</span>
      <span className="unseen"> {badgeText(count)} waiting for your answer</span>
    </span>
  );
}
