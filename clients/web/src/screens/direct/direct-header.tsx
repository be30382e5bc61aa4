import type { DirectChannel, MemberCard } from "hubbub";
import { useState } from "react";
import { Avatar } from "../../components/avatar";
import { IconButton } from "../../components/button";
import { Menu, type MenuItem } from "../../components/menu";
import { EndDialog } from "../../components/people/end-dialog";
import { PresenceDot } from "../../components/presence-dot";
import { useShell } from "../../components/shell-context";
import { useClient, useKnown } from "../../deeds/client";
import { tell } from "../../deeds/notices";
import { orWarn } from "../../deeds/or-warn";
import { saveExport } from "../../deeds/save-export";
import { presenceOf } from "../../state";
import { onDate } from "../../text/time";
import "./direct.css";

interface Props {
  channel: DirectChannel;
  member: MemberCard;
}

/** With whom one talks, and what one may do about it. */
export function DirectHeader({ channel, member }: Props) {
  const client = useClient();
  const { openRail, showMember } = useShell();
  const presence = useKnown((state) => presenceOf(state, channel));
  const [isEnding, setEnding] = useState(false);
  const { display_name: name } = member;
  const isBot = member.kind === "bot";

  const setHidden = async (hidden: boolean): Promise<void> => {
    await client.hideDirect(channel.id, hidden);
    tell(
      hidden ? "It is under “Hidden” now, until something new is said." : "It is back in sight.",
    );
  };
  const items: MenuItem[] = [
    {
      icon: "hide",
      label: channel.hidden ? "Show again" : "Hide",
      onChoose: () => {
        orWarn(setHidden(!channel.hidden));
      },
    },
    {
      icon: "download",
      label: "Save a copy",
      onChoose: () => {
        orWarn(saveExport(client.api, channel.id, member.username));
      },
    },
  ];
  if (channel.open) {
    const onChoose = (): void => {
      setEnding(true);
    };
    items.push({ icon: "leave", label: "End the connection …", danger: true, onChoose });
  }

  return (
    <header className="room-head">
      <IconButton className="only-narrow" icon="menu" label="Show rooms" onClick={openRail} />
      <span className="who-face">
        <Avatar name={name} colour={member.avatar_colour} isBot={isBot} />
        {channel.open && presence !== null && <PresenceDot state={presence} />}
      </span>
      <div className="room-head-words">
        <h1>{name}</h1>
        <p>
          @{member.username}
          {isBot && " · bot"} · {standingOf(channel, presence)}
        </p>
      </div>
      <IconButton
        icon="person"
        label={`About ${name}`}
        onClick={() => {
          showMember(member.id);
        }}
      />
      <Menu icon="more" label="What to do here" items={items} />
      {isEnding && (
        <EndDialog
          member={member}
          onClose={() => {
            setEnding(false);
          }}
        />
      )}
    </header>
  );
}

function standingOf(channel: DirectChannel, presence: "active" | "away" | null): string {
  if (!channel.open) return "not connected any more";
  if (presence === null) return `connected since ${onDate(channel.opened_at)}`;
  return presence === "active" ? "here" : "away";
}
