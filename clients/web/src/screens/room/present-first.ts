import type { PresenceState, RoomMember } from "hubbub";

const RANKS: Readonly<Record<PresenceState, number>> = { active: 0, away: 1 };
const ABSENT = 2;

/** Members who are here before those who are away, and these before all others; else as they were. */
export function presentFirst(
  members: readonly RoomMember[],
  present: ReadonlyMap<string, PresenceState>,
): readonly RoomMember[] {
  const rank = ({ member }: RoomMember): number => {
    const state = present.get(member.id);
    return state === undefined ? ABSENT : RANKS[state];
  };
  return [...members].sort((one, other) => rank(one) - rank(other));
}
