import type { DirectChannel } from "hubbub";
import { useKnown } from "../deeds/client";
import { Link } from "../routing/link";
import { directAddress, type Route } from "../routing/routes";
import { presenceOf } from "../state";
import { Avatar } from "./avatar";
import { PresenceDot } from "./presence-dot";
import { Badges } from "./rail-badges";

interface Props {
  directs: readonly DirectChannel[];
  route: Route;
}

/** One's direct channels; what one has hidden is behind a fold. */
export function DirectLinks({ directs, route }: Props) {
  const shown = directs.filter((channel) => !channel.hidden);
  const hidden = directs.filter((channel) => channel.hidden);
  if (directs.length === 0) return null;
  return (
    <>
      <div className="rail-rooms-head rail-directs-head">
        <h2>Direct messages</h2>
      </div>
      <ul aria-label="Direct messages">
        {shown.map((channel) => (
          <DirectLink key={channel.id} channel={channel} route={route} />
        ))}
      </ul>
      {hidden.length > 0 && (
        <details>
          <summary>Hidden</summary>
          <ul aria-label="Hidden direct messages">
            {hidden.map((channel) => (
              <DirectLink key={channel.id} channel={channel} route={route} />
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

function DirectLink({ channel, route }: { channel: DirectChannel; route: Route }) {
  const { id, open, unread } = channel;
  const member = useKnown((state) => state.members.get(channel.member.id)) ?? channel.member;
  const present = useKnown((state) => presenceOf(state, channel));
  const presence = open ? present : null;
  const isHere = route.screen === "direct" && route.channel === id;
  const looks = ["rail-link", unread > 0 && "rail-unread", !open && "rail-ended"];
  return (
    <li>
      <Link
        className={looks.filter(Boolean).join(" ")}
        href={directAddress(id)}
        aria-current={isHere ? "page" : undefined}
      >
        <span className="who-face">
          <Avatar
            name={member.display_name}
            colour={member.avatar_colour}
            isBot={member.kind === "bot"}
            size="small"
          />
          {presence !== null && <PresenceDot state={presence} />}
        </span>
        <span className="rail-name">{member.display_name}</span>
        {presence !== null && (
          <span className="unseen"> {presence === "active" ? "here" : "away"}</span>
        )}
        {!open && <span className="unseen"> not connected any more</span>}
        <Badges unread={unread} mentions={0} />
      </Link>
    </li>
  );
}
