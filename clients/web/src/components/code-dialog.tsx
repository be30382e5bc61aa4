import type { MadeInvitation } from "hubbub";
import { counted } from "../text/counting";
import { invitationLink } from "../text/invitation";
import { onDate } from "../text/time";
import { CodeShown } from "./code-shown";
import { Dialog } from "./dialog";

interface Props {
  made: MadeInvitation;
  onClose: () => void;
}

/** The link and the code of a new invitation, this once. */
export function CodeDialog({ made, onClose }: Props) {
  const { uses, expires_at: expiresAt } = made.invitation;
  const forWhom = uses === null ? "any number of people" : counted(uses, "person", "people");
  return (
    <Dialog title="The new invitation" onClose={onClose}>
      <p className="soft">
        Pass the link on now: it is not shown again. It is for {forWhom}, and holds until{" "}
        {onDate(expiresAt)}.
      </p>
      <CodeShown
        link={invitationLink(location.origin, made.code)}
        code={made.code}
        what="invitation"
        onClose={onClose}
      />
    </Dialog>
  );
}
