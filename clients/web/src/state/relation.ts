/** What is between the caller and another member. */

import type { DirectChannel, ReceivedRequest, SentRequest } from "hubbub";
import type { State } from "./model";
import { directWith } from "./selectors";

/** What is between the caller and another member, as far as the caller is told. */
export type Relation =
  | { readonly kind: "oneself" }
  | { readonly kind: "blocked" }
  | { readonly kind: "connected"; readonly channel: DirectChannel }
  /** The caller asks. */
  | { readonly kind: "asking"; readonly request: SentRequest }
  /** The other asks. */
  | { readonly kind: "asked"; readonly request: ReceivedRequest }
  | { readonly kind: "none" };

/** What is between the caller and a member. Keep it by the parts of the state that it is made of. */
export function relationTo(
  { me, directs, people }: { me: string; directs: State["directs"]; people: State["people"] },
  member: string,
): Relation {
  if (member === me) return { kind: "oneself" };
  if (people.blocked.has(member)) return { kind: "blocked" };
  const channel = directWith(directs, member);
  if (channel?.open === true) return { kind: "connected", channel };
  const received = people.received.find((request) => request.member.id === member);
  if (received !== undefined) return { kind: "asked", request: received };
  const sent = people.sent.find((request) => request.member.id === member);
  if (sent !== undefined) return { kind: "asking", request: sent };
  return { kind: "none" };
}
