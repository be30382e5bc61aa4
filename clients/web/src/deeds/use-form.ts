import { useState, type SubmitEvent } from "react";
import { useDeed } from "./use-deed";
import type { Problem } from "./problem";

export interface Form<V> {
  values: V;
  /** Change one field. */
  set: <K extends keyof V>(field: K, value: V[K]) => void;
  busy: boolean;
  problem: Problem | null;
  /** What the hub has against a field, by its name on the wire; dotted fields by their start. */
  errorAt: (field: string) => string | undefined;
  onSubmit: (event: SubmitEvent) => void;
}

/** The values of a form and its sending; `send` may empty the form again. */
export function useForm<V>(
  first: V,
  send: (values: V, reset: () => void) => Promise<void>,
): Form<V> {
  const [values, setValues] = useState(first);
  const deed = useDeed((sent: V) =>
    send(sent, () => {
      setValues(first);
    }),
  );
  return {
    values,
    set: (field, value) => {
      setValues((old) => ({ ...old, [field]: value }));
    },
    busy: deed.busy,
    problem: deed.problem,
    errorAt: (field) => {
      const { field: at, detail } = deed.problem ?? { field: null, detail: "" };
      return at === field || at?.startsWith(`${field}.`) === true ? detail : undefined;
    },
    onSubmit: (event) => {
      event.preventDefault();
      void deed.run(values);
    },
  };
}
