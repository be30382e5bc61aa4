import type { Room } from "hubbub";
import { useCallback } from "react";
import { useClient } from "../../deeds/client";
import type { FindMentionable, Mentionable } from "../../deeds/use-mentions";

const OFFERED = 8;

/** Finds the members of a room to mention; its hosts may also mention everyone. */
export function useFindMentionable(room: Room): FindMentionable {
  const { api } = useClient();
  const { id } = room;
  const isHost = room.standing?.role === "host" || room.standing?.role === "owner";

  return useCallback(
    async (query) => {
      const asked = { path: { room: id }, query: { text: query, limit: OFFERED } };
      const page = await api.call("list_room_members", asked);
      const found = page.members.map(({ member }) => ({
        username: member.username,
        title: member.display_name,
        colour: member.avatar_colour,
      }));
      return isHost && "room".startsWith(query) ? [...found, EVERYONE] : found;
    },
    [api, id, isHost],
  );
}

const EVERYONE: Mentionable = { username: "room", title: "Everyone in this room", colour: null };
