import type { Room } from "hubbub";
import type { Shelf } from "./stream-book";
import { roomOfStream } from "./streams";

/** Rooms: those that one belongs to are received. */
export const roomShelf: Shelf<Room> = {
  idOf: roomOfStream,
  find: (state, id) => state.rooms.get(id),
  async list(api, after, signal) {
    const query = { after, limit: 100 };
    const page = await api.call("list_my_rooms", { query }, { signal });
    return { places: page.rooms, next: page.next };
  },
  fetch: (api, id) => api.call("get_room", { path: { room: id } }),
  known: (room) => ({ kind: "room_known", room }),
  allKnown: (rooms) => ({ kind: "my_rooms_known", rooms }),
  lost: (room) => ({ kind: "room_lost", room }),
  isReceived: (room) => room.standing !== null,
};
