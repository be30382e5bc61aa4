/** What the browser client knows and does, without React: see `Client` and `State`. */
export type { Client } from "./client";
export type * from "./model";
export * from "./selectors";
export type { Store } from "./store";
