/** The invitations into a room, or (no room) into the community: the same deeds at two places. */

import type { Api, Invitation, MadeInvitation, MakeInvitation } from "hubbub";
import type { PageOf } from "./use-pages";

export interface Invitations {
  list: (after: string) => Promise<PageOf<Invitation>>;
  /** The same key makes the same invitation, however often it is asked for. */
  make: (asked: MakeInvitation, key: string) => Promise<MadeInvitation>;
  revoke: (invitation: string) => Promise<void>;
}

export function invitationsInto(api: Api, room: string | null): Invitations {
  if (room === null) {
    return {
      list: async (after) => pageOf(await api.call("list_invitations", { query: { after } })),
      make: (body, key) => api.call("make_invitation", { body }, { key }),
      revoke: (invitation) => api.call("revoke_invitation", { path: { invitation } }),
    };
  }
  const path = { room };
  return {
    list: async (after) =>
      pageOf(await api.call("list_room_invitations", { path, query: { after } })),
    make: (body, key) => api.call("make_room_invitation", { path, body }, { key }),
    revoke: (invitation) => api.call("revoke_room_invitation", { path: { ...path, invitation } }),
  };
}

function pageOf(page: { invitations: readonly Invitation[]; next: string | null }) {
  return { items: page.invitations, next: page.next };
}
