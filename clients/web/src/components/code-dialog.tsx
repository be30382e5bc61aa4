import { onDate } from "../text/time";
import { CodeShown } from "./code-shown";
import { Dialog } from "./dialog";

interface Props {
  title: string;
  /** What it is the link of, as "invitation". */
  what: string;
  link: string;
  code: string;
  /** For whom or what it is, as "3 people". */
  use: string;
  expiresAt: number;
  onClose: () => void;
}

/** The link and the code of something new, this once. */
export function CodeDialog({ title, what, link, code, use, expiresAt, onClose }: Props) {
  return (
    <Dialog title={title} onClose={onClose}>
      <p className="soft">
        Pass the link on now: it is not shown again. It is for {use}, and holds until{" "}
        {onDate(expiresAt)}.
      </p>
      <CodeShown link={link} code={code} what={what} onClose={onClose} />
    </Dialog>
  );
}
