import type { MemberCard } from "hubbub";
import type { ReactNode } from "react";
import { Button } from "../../components/button";
import { useShell } from "../../components/shell-context";
import { Who } from "../../components/who";

interface Props {
  member: MemberCard;
  note?: string;
  /** What stands beside the way to the member's card. */
  children?: ReactNode;
}

/** Somebody at the head of a row, with the way to their card. */
export function Person({ member, note = "", children }: Props) {
  const { showMember } = useShell();
  return (
    <div className="person-row-head">
      <Who member={member} note={note} />
      {children}
      <Button
        look="quiet"
        aria-label={`About ${member.display_name}`}
        onClick={() => {
          showMember(member.id);
        }}
      >
        About
      </Button>
    </div>
  );
}
