import type { MadeContactCode } from "hubbub";
import { CodeShown } from "../../components/code-shown";
import { Dialog } from "../../components/dialog";
import { counted } from "../../text/counting";
import { contactLink } from "../../text/invitation";
import { onDate } from "../../text/time";

interface Props {
  made: MadeContactCode;
  onClose: () => void;
}

/** The link and the code of a new contact code, this once. */
export function ContactCodeDialog({ made, onClose }: Props) {
  const { uses, expires_at: expiresAt } = made.contact_code;
  const forWhat = uses === null ? "any number of requests" : counted(uses, "request");
  return (
    <Dialog title="Your new contact code" onClose={onClose}>
      <p className="soft">
        Pass the link on now: it is not shown again. It is for {forWhat}, and holds until{" "}
        {onDate(expiresAt)}.
      </p>
      <CodeShown
        link={contactLink(location.origin, made.code)}
        code={made.code}
        what="contact code"
        onClose={onClose}
      />
    </Dialog>
  );
}
