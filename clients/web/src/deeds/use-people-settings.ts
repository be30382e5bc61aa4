import type { EditPeopleSettings, PeopleSettings } from "hubbub";
import { useState } from "react";
import { useClient, usePeopleTurn } from "./client";
import { tell } from "./notices";
import type { Problem } from "./problem";
import { useAnswer } from "./use-answer";
import { useDeed, type Deed } from "./use-deed";

export interface KnownPeopleSettings {
  /** Null until they have come. */
  settings: PeopleSettings | null;
  problem: Problem | null;
  /** Change some of them, at once. */
  edit: Deed<[EditPeopleSettings]>;
}

/** How one may be asked and what is suggested, kept up to date with one's other devices. */
export function usePeopleSettings(): KnownPeopleSettings {
  const { api } = useClient();
  const turn = usePeopleTurn("settings");
  const { answer, problem, replace } = useAnswer(String(turn), () =>
    api.call("get_people_settings", {}),
  );
  /** What was chosen and is being saved: it shows at once, and goes back if it is refused. */
  const [chosen, setChosen] = useState<EditPeopleSettings>({});
  const edit = useDeed(async (body: EditPeopleSettings) => {
    setChosen(body);
    try {
      replace(await api.call("edit_people_settings", { body }));
      tell("Saved.");
    } finally {
      setChosen({});
    }
  });
  return { settings: answer && { ...answer, ...chosen }, problem, edit };
}
