import type { Invitation, MadeInvitation } from "hubbub";
import { useState } from "react";
import { useClient } from "../deeds/client";
import { invitationsInto } from "../deeds/invitations";
import { tell } from "../deeds/notices";
import { useFocusAfter } from "../deeds/use-focus-after";
import { usePages } from "../deeds/use-pages";
import { counted } from "../text/counting";
import { inFull, onDate } from "../text/time";
import { Alert } from "./alert";
import { Button } from "./button";
import { CodeDialog } from "./code-dialog";
import { ConfirmDialog } from "./confirm-dialog";
import { Empty, Waiting } from "./empty";
import { InvitationForm } from "./invitation-form";
import "./invitations.css";

interface Props {
  /** The room that they lead into; null for the community. */
  room: string | null;
  mayMake?: boolean;
}

/** Make, see and revoke invitations. */
export function Invitations({ room, mayMake = true }: Props) {
  const { api } = useClient();
  const [made, setMade] = useState<MadeInvitation | null>(null);
  const [revoking, setRevoking] = useState<Invitation | null>(null);
  const [list, rowGone] = useFocusAfter<HTMLUListElement>(revoking !== null);
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
      <Alert problem={pages.problem} />
      {pages.items === null && pages.problem === null && <Waiting what="Looking …" />}
      {pages.items?.length === 0 && <Empty title="No invitation is open" />}
      <ul ref={list} className="rows invitations" aria-label="Invitations" tabIndex={-1}>
        {pages.items?.map((invitation) => (
          <InvitationRow
            key={invitation.id}
            invitation={invitation}
            onRevoke={() => {
              setRevoking(invitation);
            }}
          />
        ))}
      </ul>
      {pages.hasMore && (
        <Button busy={pages.isLoading} onClick={pages.loadMore}>
          More invitations
        </Button>
      )}
      {made && (
        <CodeDialog
          made={made}
          onClose={() => {
            setMade(null);
          }}
        />
      )}
      {revoking && (
        <ConfirmDialog
          title="Revoke this invitation?"
          deed="Revoke"
          onConfirm={async () => {
            await into.revoke(revoking.id);
            pages.change((items) => items.filter((item) => item.id !== revoking.id));
            rowGone();
            tell("The invitation is revoked.");
          }}
          onClose={() => {
            setRevoking(null);
          }}
        >
          Nobody comes in by it any more. Those who have come by it stay.
        </ConfirmDialog>
      )}
    </>
  );
}

interface RowProps {
  invitation: Invitation;
  onRevoke: () => void;
}

function InvitationRow({ invitation, onRevoke }: RowProps) {
  const { note, uses, used, made_by: by, expires_at: expiresAt } = invitation;
  const title = note === "" ? "Invitation" : note;
  return (
    <li>
      <div>
        <p>
          <b>{title}</b>
        </p>
        <p className="soft small">
          {uses === null ? `${counted(used, "person", "people")} came` : `${used} of ${uses} used`}
          {" · "}
          <time title={inFull(expiresAt)}>until {onDate(expiresAt)}</time> · by {by.display_name}
        </p>
      </div>
      <Button look="danger" aria-label={`Revoke: ${title}`} onClick={onRevoke}>
        Revoke
      </Button>
    </li>
  );
}
