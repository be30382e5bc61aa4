import type { MemberCard } from "hubbub";
import { Avatar } from "./avatar";
import "./who.css";

interface Props {
  member: MemberCard;
  note?: string;
}

/** A member in a list: face, names, and a word about them. */
export function Who({ member, note = "" }: Props) {
  const isBot = member.kind === "bot";
  return (
    <div className="who">
      <Avatar name={member.display_name} colour={member.avatar_colour} isBot={isBot} />
      <div>
        <p>
          <b>{member.display_name}</b> <span className="soft">@{member.username}</span>
        </p>
        {(isBot || note !== "") && (
          <p className="soft small">{[isBot ? "bot" : "", note].filter(Boolean).join(" · ")}</p>
        )}
      </div>
    </div>
  );
}
