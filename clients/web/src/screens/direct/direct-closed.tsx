import type { MemberCard } from "hubbub";
import { useLayoutEffect, useRef } from "react";
import { Button } from "../../components/button";
import { useShell } from "../../components/shell-context";
import { useRelation } from "../../deeds/client";

interface Props {
  member: MemberCard;
  /** Whether it ended while one was here. */
  isNews: boolean;
}

/** In place of the box one writes in, once two are not connected any more. */
export function DirectClosed({ member, isNews }: Props) {
  const { showMember } = useShell();
  const relation = useRelation(member.id);
  const note = useRef<HTMLDivElement>(null);
  const { id, display_name: name } = member;

  // Who was writing as it ended must not find the keyboard nowhere.
  useLayoutEffect(() => {
    if (isNews && document.activeElement === document.body) note.current?.focus();
  }, [isNews]);

  return (
    <div ref={note} className="room-closed direct-closed" role="status" tabIndex={-1}>
      <p>
        You and {name} are not connected any more. What was said stays for you both to read, and you
        may delete what you wrote.
      </p>
      {relation.kind !== "blocked" && (
        <Button
          onClick={() => {
            showMember(id);
          }}
        >
          {relation.kind === "none" ? "Connect again" : `About ${name}`}
        </Button>
      )}
    </div>
  );
}
