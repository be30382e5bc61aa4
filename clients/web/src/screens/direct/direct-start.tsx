import type { DirectChannel, MemberCard } from "hubbub";
import { Avatar } from "../../components/avatar";
import { onDate } from "../../text/time";

interface Props {
  channel: DirectChannel;
  member: MemberCard;
}

/** Where the talk of two begins. */
export function DirectStart({ channel, member }: Props) {
  const { display_name: name, avatar_colour: colour, kind } = member;
  return (
    <div className="room-start direct-start">
      <Avatar name={name} colour={colour} isBot={kind === "bot"} size="large" />
      <h2>{name}</h2>
      <p>
        {channel.open
          ? `You have been connected since ${onDate(channel.opened_at)}. Here you talk, the two of you alone.`
          : `You were connected. What was said here stays for the two of you alone.`}
      </p>
    </div>
  );
}
