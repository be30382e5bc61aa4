import type { Invitation, MadeInvitation } from "hubbub";
import { useState } from "react";
import { useClient } from "../deeds/client";
import { invitationsInto } from "../deeds/invitations";
import { usePages } from "../deeds/use-pages";
import { counted } from "../text/counting";
import { invitationLink } from "../text/invitation";
import { CodeDialog } from "./code-dialog";
import { CodeList } from "./code-list";
import { InvitationForm } from "./invitation-form";

interface Props {
  /** The room that they lead into; null for the community. */
  room: string | null;
  mayMake?: boolean;
}

/** Make, see and revoke invitations. */
export function Invitations({ room, mayMake = true }: Props) {
  const { api } = useClient();
  const [made, setMade] = useState<MadeInvitation | null>(null);
  const into = invitationsInto(api, room);
  const pages = usePages<Invitation>(`invitations ${room}`, into.list);

  return (
    <>
      {mayMake && (
        <InvitationForm
          make={into.make}
          onMade={(invitation) => {
            setMade(invitation);
            pages.reload();
          }}
        />
      )}
      <CodeList
        pages={pages}
        what="invitation"
        label="Invitations"
        titleOf={({ note }) => (note === "" ? "Invitation" : note)}
        usageOf={({ uses, used }) =>
          uses === null ? `${counted(used, "person", "people")} came` : `${used} of ${uses} used`
        }
        moreOf={({ made_by: by }) => `by ${by.display_name}`}
        revoke={({ id }) => into.revoke(id)}
      >
        Nobody comes in by it any more. Those who have come by it stay.
      </CodeList>
      {made && (
        <NewInvitation
          made={made}
          onClose={() => {
            setMade(null);
          }}
        />
      )}
    </>
  );
}

function NewInvitation({ made, onClose }: { made: MadeInvitation; onClose: () => void }) {
  const { uses, expires_at: expiresAt } = made.invitation;
  return (
    <CodeDialog
      title="The new invitation"
      what="invitation"
      link={invitationLink(location.origin, made.code)}
      code={made.code}
      use={uses === null ? "any number of people" : counted(uses, "person", "people")}
      expiresAt={expiresAt}
      onClose={onClose}
    />
  );
}
