import { tell, warn } from "./notices";

/** Copy a text and say so. Browsers allow it on https and on this very machine only. */
export async function copyText(text: string, said: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    tell(said);
  } catch {
    warn("The browser does not allow copying here.");
  }
}
