import { HubbubError } from "hubbub";

/** Why a deed failed, as it is shown. */
export interface Problem {
  /** The field it is about, by its name on the wire, dotted. */
  field: string | null;
  detail: string;
}

/** Say of any failure what people should read. */
export function problemOf(error: unknown): Problem {
  if (!(error instanceof HubbubError)) throw error;
  const wait = error.afterMs === null ? "" : ` Try again ${inSeconds(error.afterMs)}.`;
  return { field: error.field, detail: error.detail + wait };
}

function inSeconds(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1000);
  return seconds < 90 ? `in ${seconds} s` : `in ${Math.ceil(seconds / 60)} minutes`;
}
