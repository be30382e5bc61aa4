import { warn } from "./notices";
import { problemOf } from "./problem";

/** Let something be done, and show why if it is not, where no form could. */
export function orWarn(deed: Promise<unknown>): void {
  deed.catch((error: unknown) => {
    warn(problemOf(error).detail);
  });
}
