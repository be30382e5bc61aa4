import type { MemberCard } from "hubbub";
import { useState } from "react";
import { useFocusAfter } from "../../deeds/use-focus-after";
import { useRelation } from "../../deeds/client";
import { Link } from "../../routing/link";
import { Button } from "../button";
import { Asked } from "./asked";
import { Asking } from "./asking";
import { BlockDialog } from "./block-dialog";
import { Blocked } from "./blocked";
import { ConnectForm } from "./connect-form";
import { Connected } from "./connected";

interface Props {
  member: MemberCard;
  /** The room where one met them; null where it was elsewhere. */
  room: string | null;
  onClose: () => void;
}

/** What is between the caller and a member, and the deeds that change it; it follows them live. */
export function Relating({ member, room, onClose }: Props) {
  const relation = useRelation(member.id);
  const [isBlocking, setBlocking] = useState(false);
  const [part, partGone] = useFocusAfter<HTMLDivElement>(isBlocking);
  if (relation.kind === "oneself") {
    return (
      <Link className="button button-plain" href="/settings" onClick={onClose}>
        Change your profile
      </Link>
    );
  }
  const what = (): React.ReactNode => {
    switch (relation.kind) {
      case "blocked":
        return <Blocked member={member} onUnblocked={partGone} />;
      case "connected":
        return (
          <Connected
            member={member}
            channel={relation.channel}
            onEnded={partGone}
            onClose={onClose}
          />
        );
      case "asking":
        return <Asking request={relation.request} onWithdrawn={partGone} />;
      case "asked":
        return <Asked request={relation.request} onAnswered={partGone} />;
      case "none":
        return <ConnectForm to={{ member: member.id, room }} member={member} onAsked={partGone} />;
    }
  };
  return (
    <div ref={part} className="person-part" tabIndex={-1}>
      {what()}
      {relation.kind !== "blocked" && (
        <div className="button-row">
          <Button
            look="quiet"
            icon="block"
            onClick={() => {
              setBlocking(true);
            }}
          >
            Block {member.display_name} …
          </Button>
        </div>
      )}
      {isBlocking && (
        <BlockDialog
          member={member}
          onBlocked={partGone}
          onClose={() => {
            setBlocking(false);
          }}
        />
      )}
    </div>
  );
}
