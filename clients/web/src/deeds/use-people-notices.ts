import { useEffect, useRef } from "react";
import type { PeopleNews } from "../state";
import { useKnown } from "./client";
import { tell } from "./notices";

/** Say in words what happens between people, as it happens. */
export function usePeopleNotices(): void {
  const news = useKnown((state) => state.people.news);
  const members = useKnown((state) => state.members);
  const said = useRef(new Set<number>());

  useEffect(() => {
    for (const each of news) {
      // The card of one with whom one is connected comes with the channel, a moment later.
      const name = each.member === "" ? "" : members.get(each.member)?.display_name;
      if (name === undefined || said.current.has(each.seq)) continue;
      said.current.add(each.seq);
      tell(sentenceOf(each, name));
    }
  }, [news, members]);
}

function sentenceOf({ what }: PeopleNews, name: string): string {
  switch (what) {
    case "asked":
      return "Somebody asks to connect with you: see People.";
    case "connected":
      return `You and ${name} are connected.`;
    case "ended":
      return `You and ${name} are not connected any more.`;
    case "introduced":
      return "You are introduced to somebody: see People.";
    case "reported":
      return "Somebody has reported something: see Community.";
  }
}
