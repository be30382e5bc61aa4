import { HubbubError, type ReceivedRequest } from "hubbub";
import { useClient } from "./client";
import { tell } from "./notices";
import { useDeed, type Deed } from "./use-deed";

export interface RequestDeeds {
  accept: Deed<[]>;
  putOff: Deed<[]>;
  decline: Deed<[]>;
}

/** The answers to a request; `answered` is called when there is nothing left to answer. */
export function useRequestDeeds(request: ReceivedRequest, answered: () => void): RequestDeeds {
  const { api } = useClient();
  const path = { request: request.id };
  const name = request.member.display_name;
  const answer = async (give: () => Promise<string | null>): Promise<void> => {
    try {
      const said = await give();
      if (said !== null) tell(said);
    } catch (error) {
      if (!(error instanceof HubbubError) || error.code !== "not_found") throw error;
      tell(`${name} does not ask any more.`);
    }
    answered();
  };
  return {
    accept: useDeed(() =>
      answer(async () => {
        await api.call("accept_request", { path });
        return null; // the inbox tells that two are connected
      }),
    ),
    putOff: useDeed(() =>
      answer(async () => {
        await api.call("put_off_request", { path });
        return `${name} is under “Later”. They are not told.`;
      }),
    ),
    decline: useDeed(() =>
      answer(async () => {
        await api.call("decline_request", { path });
        return `Declined. ${name} is not told.`;
      }),
    ),
  };
}
