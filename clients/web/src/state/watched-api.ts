import { HubbubError, type Api, type OperationName } from "hubbub";

/** These say `unauthorized` of a wrong password, not of the sign-in. */
const PASSWORD_CHECKS: ReadonlySet<OperationName> = new Set(["sign_in", "change_password"]);

/** The API, telling when a call says that the sign-in holds no longer. */
export function watchedApi(api: Api, unauthorized: () => void): Api {
  return {
    async call(name, asked, options) {
      try {
        return await api.call(name, asked, options);
      } catch (error) {
        const isRefused = error instanceof HubbubError && error.code === "unauthorized";
        if (isRefused && !PASSWORD_CHECKS.has(name)) unauthorized();
        throw error;
      }
    },
  };
}
