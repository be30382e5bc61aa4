import type { ContactCode, MadeContactCode } from "hubbub";
import { useState } from "react";
import { Alert } from "../../components/alert";
import { Button } from "../../components/button";
import { ConfirmDialog } from "../../components/confirm-dialog";
import { Empty, Waiting } from "../../components/empty";
import { useClient } from "../../deeds/client";
import { tell } from "../../deeds/notices";
import { useFocusAfter } from "../../deeds/use-focus-after";
import { usePages } from "../../deeds/use-pages";
import { counted } from "../../text/counting";
import { inFull, onDate } from "../../text/time";
import { ContactCodeDialog } from "./contact-code-dialog";
import { ContactCodeForm } from "./contact-code-form";

/** Make, see and revoke contact codes. */
export function ContactCodes() {
  const { api } = useClient();
  const [made, setMade] = useState<MadeContactCode | null>(null);
  const [revoking, setRevoking] = useState<ContactCode | null>(null);
  const [list, rowGone] = useFocusAfter<HTMLUListElement>(revoking !== null);
  const pages = usePages<ContactCode>("contact codes", async (after) => {
    const page = await api.call("list_contact_codes", { query: { after } });
    return { items: page.contact_codes, next: page.next };
  });
  return (
    <>
      <p className="soft">
        Whoever has a code of yours may ask to connect with you, also without sharing a room. You
        still answer each request yourself.
      </p>
      <ContactCodeForm
        onMade={(code) => {
          setMade(code);
          pages.reload();
        }}
      />
      <Alert problem={pages.problem} />
      {pages.items === null && pages.problem === null && <Waiting what="Looking …" />}
      {pages.items?.length === 0 && <Empty title="No code is open" />}
      <ul ref={list} className="rows" aria-label="Contact codes" tabIndex={-1}>
        {pages.items?.map((code) => (
          <CodeRow
            key={code.id}
            code={code}
            onRevoke={() => {
              setRevoking(code);
            }}
          />
        ))}
      </ul>
      {pages.hasMore && (
        <Button busy={pages.isLoading} onClick={pages.loadMore}>
          More codes
        </Button>
      )}
      {made && (
        <ContactCodeDialog
          made={made}
          onClose={() => {
            setMade(null);
          }}
        />
      )}
      {revoking && (
        <ConfirmDialog
          title="Revoke this code?"
          deed="Revoke"
          onConfirm={async () => {
            await api.call("revoke_contact_code", { path: { contact_code: revoking.id } });
            pages.change((items) => items.filter((item) => item.id !== revoking.id));
            rowGone();
            tell("The code is revoked.");
          }}
          onClose={() => {
            setRevoking(null);
          }}
        >
          Nobody can ask with it any more. Requests that came with it stay.
        </ConfirmDialog>
      )}
    </>
  );
}

function CodeRow({ code, onRevoke }: { code: ContactCode; onRevoke: () => void }) {
  const { label, uses, used, expires_at: expiresAt } = code;
  const title = label === "" ? "Contact code" : label;
  return (
    <li>
      <div>
        <p>
          <b>{title}</b>
        </p>
        <p className="soft small">
          {uses === null ? `${counted(used, "request")} sent` : `${used} of ${uses} used`}
          {" · "}
          <time title={inFull(expiresAt)}>until {onDate(expiresAt)}</time>
        </p>
      </div>
      <Button look="danger" aria-label={`Revoke: ${title}`} onClick={onRevoke}>
        Revoke
      </Button>
    </li>
  );
}
