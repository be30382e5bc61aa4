import type { MadeInvitation } from "hubbub";
import { copyText } from "../deeds/copy";
import { counted } from "../text/counting";
import { invitationLink } from "../text/invitation";
import { onDate } from "../text/time";
import { Button } from "./button";
import { Dialog } from "./dialog";
import "./invitations.css";
import "./token.css";

interface Props {
  made: MadeInvitation;
  onClose: () => void;
}

/** The link and the code of a new invitation, this once. */
export function CodeDialog({ made, onClose }: Props) {
  const { uses, expires_at: expiresAt } = made.invitation;
  const link = invitationLink(location.origin, made.code);
  const forWhom = uses === null ? "any number of people" : counted(uses, "person", "people");
  return (
    <Dialog title="The new invitation" onClose={onClose}>
      <p className="soft">
        Pass the link on now: it is not shown again. It is for {forWhom}, and holds until{" "}
        {onDate(expiresAt)}.
      </p>
      <div className="invitation-code">
        <code className="token" aria-label="Link of the invitation">
          {link}
        </code>
        <p className="soft small">
          For where no link can be followed, the code alone:{" "}
          <code aria-label="Code of the invitation">{made.code}</code>
        </p>
      </div>
      <div className="button-row">
        <Button onClick={() => void copyText(made.code, "The code is copied.")}>Copy code</Button>
        <Button icon="copy" onClick={() => void copyText(link, "The link is copied.")}>
          Copy link
        </Button>
        <Button look="primary" onClick={onClose}>
          I have it
        </Button>
      </div>
    </Dialog>
  );
}
