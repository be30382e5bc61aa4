import type { MemberCard, PresenceState } from "hubbub";
import { Avatar } from "./avatar";
import { PresenceDot } from "./presence-dot";
import "./who.css";

interface Props {
  member: MemberCard;
  note?: string;
  /** Null for one who is not present, or of whom that is not known. */
  presence?: PresenceState | null;
}

const PRESENCE_WORDS: Readonly<Record<PresenceState, string>> = { active: "here", away: "away" };

/** A member in a list: face, names, and a word about them. */
export function Who({ member, note = "", presence = null }: Props) {
  const isBot = member.kind === "bot";
  const here = presence === null ? "" : PRESENCE_WORDS[presence];
  const words = [isBot ? "bot" : "", note, here].filter(Boolean).join(" · ");
  return (
    <div className="who">
      <span className="who-face">
        <Avatar name={member.display_name} colour={member.avatar_colour} isBot={isBot} />
        {presence !== null && <PresenceDot state={presence} />}
      </span>
      <div>
        <p>
          <b>{member.display_name}</b> <span className="soft">@{member.username}</span>
        </p>
        {words !== "" && <p className="soft small">{words}</p>}
      </div>
    </div>
  );
}
