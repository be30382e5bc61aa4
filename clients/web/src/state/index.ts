/** What the browser client knows and does, without React: see `Client` and `State`. */
export type { Client } from "./client";
export { unsaid, type DoorAnswer, type DoorAnswers } from "./door-answers";
export type { Environment } from "./environment";
export { makeClient } from "./live-client";
export type { Draft, FarewellReason, PendingMessage, State, Timeline } from "./model";
export type { PeopleNews, PeopleTopic } from "./people-fold";
export { relationTo, type Relation } from "./relation";
export * from "./selectors";
export type { Store } from "./store";
