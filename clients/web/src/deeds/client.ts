/** The client as React sees it. */

import type { Community, DirectChannel, Me, Room } from "hubbub";
import { createContext, use, useMemo, useSyncExternalStore } from "react";
import {
  meOf,
  myDirects,
  myRooms,
  relationTo,
  type Client,
  type PeopleTopic,
  type Relation,
  type State,
} from "../state";

export const ClientContext = createContext<Client | null>(null);

/** The client that everything on the page belongs to. */
export function useClient(): Client {
  const client = use(ClientContext);
  if (client === null) throw new Error("a component is drawn outside of the client");
  return client;
}

/**
 * A part of what the client knows, kept up to date. `pick` gives the same object as long as
 * nothing in it changed.
 */
export function useKnown<Part>(pick: (state: State) => Part): Part {
  const { store } = useClient();
  return useSyncExternalStore(store.subscribe, () => pick(store.getSnapshot()));
}

/** The caller; only for what is shown to one who is signed in. */
export function useMe(): Me {
  const me = useKnown(meOf);
  if (me === null) throw new Error("a screen for members is drawn without one");
  return me;
}

/** The community; only for what is shown once it is known. */
export function useCommunity(): Community {
  const community = useKnown((state) => state.community);
  if (community === null) throw new Error("a screen is drawn before the community is known");
  return community;
}

/** The rooms one belongs to, by name. */
export function useMyRooms(): readonly Room[] {
  const rooms = useKnown((state) => state.rooms);
  return useMemo(() => myRooms(rooms), [rooms]);
}

/** One's direct channels, the latest message first. */
export function useMyDirects(): readonly DirectChannel[] {
  const directs = useKnown((state) => state.directs);
  return useMemo(() => myDirects(directs), [directs]);
}

/** What is between the caller and a member. */
export function useRelation(member: string): Relation {
  const me = useMe().id;
  const directs = useKnown((state) => state.directs);
  const people = useKnown((state) => state.people);
  return useMemo(() => relationTo({ me, directs, people }, member), [me, directs, people, member]);
}

/** Changes whenever the inbox tells of a topic: lists about it are to be fetched anew then. */
export function usePeopleTurn(topic: PeopleTopic): number {
  return useKnown((state) => state.people.turns.get(topic)) ?? 0;
}
