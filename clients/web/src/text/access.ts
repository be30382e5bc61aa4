/** Who may join a room, in words. */

import type { Room } from "hubbub";

export type Access = Room["access"];

/** What the ways to join are called, and what each means. */
export const accessWords: Readonly<Record<Access, { label: string; hint: string }>> = {
  open: { label: "Anyone", hint: "Whoever finds the room joins at once." },
  request: {
    label: "On request",
    hint: "Everyone sees what it is for; who wants to join says why, and a host answers.",
  },
  invite: {
    label: "By invitation",
    hint: "Only those who have an invitation come in. To all others it does not exist.",
  },
};

/** Who may join and who may read, as one sentence about a room. */
export function accessSentence({ access, look }: Pick<Room, "access" | "look">): string {
  switch (access) {
    case "open":
      return look
        ? "Anyone may join, and look in before joining."
        : "Anyone may join. Only members can read it.";
    case "request":
      return "Who wants to join asks the hosts. Only members can read it.";
    case "invite":
      return "People join by invitation. To all others this room does not exist.";
  }
}

/** How one who leaves comes back. */
export function returnSentence({ access, look }: Pick<Room, "access" | "look">): string {
  switch (access) {
    case "open":
      return look
        ? "You can come back at any time."
        : "You keep reading what was said up to now, and can come back at any time.";
    case "request":
      return "You keep reading what was said up to now. To come back, you ask the hosts again.";
    case "invite":
      return "To come back you need a new invitation; without one you do not see the room any more.";
  }
}

/** What it means for a member to be removed. */
export function removalSentence({ access }: Pick<Room, "access">): string {
  switch (access) {
    case "open":
      return "They leave the room at once, and may join again.";
    case "request":
      return "They leave the room at once, and may ask to join again.";
    case "invite":
      return "They leave the room at once, and come back only by a new invitation.";
  }
}

/** What follows when a room's doors change: a sentence for each effect, none if nothing changes. */
export function accessChanges(
  before: Pick<Room, "access" | "look">,
  after: Pick<Room, "access" | "look">,
): string[] {
  const changes: string[] = [];
  if (before.access !== after.access) changes.push(NEWCOMERS[after.access]);
  if (before.access === "request" && after.access !== "request") {
    changes.push("Requests that wait for an answer are dropped.");
  }
  if (before.access === "invite" && after.access !== "invite") {
    changes.push("Everyone can find the room and see what it is for.");
  }
  if (before.look && !after.look) changes.push("Only members can read what is said.");
  if (!before.look && after.look) {
    changes.push("Anyone may read everything, also what was said among members until now.");
  }
  if (before.access !== after.access) changes.push("Those who are members stay.");
  return changes;
}

const NEWCOMERS: Readonly<Record<Access, string>> = {
  open: "Anyone may join at once.",
  request: "Newcomers ask, and hosts let them in.",
  invite: "Newcomers need an invitation, and nobody else sees that the room exists.",
};
