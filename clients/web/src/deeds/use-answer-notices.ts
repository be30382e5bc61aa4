import { HubbubError } from "hubbub";
import { useEffect, useRef } from "react";
import { unsaid, type Client, type DoorAnswer } from "../state";
import { useClient, useKnown, useMe } from "./client";
import { tell } from "./notices";

const PLACE = "hubbub.answers-said";

/** How far into the inbox of a member the answers were said on this device; null if never. */
function saidUpTo(member: string): number | null {
  try {
    const kept = JSON.parse(localStorage.getItem(PLACE) ?? "null") as unknown;
    if (!Array.isArray(kept) || kept[0] !== member || typeof kept[1] !== "number") return null;
    return kept[1];
  } catch {
    return null; // not ours, or of another version
  }
}

function noteSaid(member: string, seq: number): void {
  try {
    localStorage.setItem(PLACE, JSON.stringify([member, seq]));
  } catch {
    // The browser gives no room: what is past is not said again, what is new is.
  }
}

/** Say once what the hosts of a room answered to one's asking, as soon as it is known. */
export function useAnswerNotices(): void {
  const client = useClient();
  const me = useMe();
  const answers = useKnown((state) => state.answers);

  const saidHere = useRef(0);

  useEffect(() => {
    const onDevice = saidUpTo(me.id);
    const news = unsaid(answers, { here: saidHere.current, onDevice });
    const last = Math.max(0, ...[...answers.values()].map(({ seq }) => seq));
    saidHere.current = Math.max(saidHere.current, last);
    if (last > (onDevice ?? 0)) noteSaid(me.id, last);
    for (const [room, answer] of news) void say(client, room, answer);
  }, [client, me.id, answers]);
}

async function say(client: Client, id: string, answer: DoorAnswer): Promise<void> {
  try {
    const room = client.store.getSnapshot().rooms.get(id) ?? (await client.refreshRoom(id));
    tell(sentenceOf(answer, room.name));
  } catch (error) {
    // A room that is gone since, or not to be had: its answer does not matter any more.
    if (!(error instanceof HubbubError)) throw error;
  }
}

function sentenceOf({ outcome, word }: DoorAnswer, room: string): string {
  if (outcome === "admitted") return `You were let into ${room}.`;
  return word === "" ? `${room} said no to your asking.` : `${room} said no: “${word}”`;
}
