import type { ContactCode, MadeContactCode } from "hubbub";
import { useState } from "react";
import { CodeDialog } from "../../components/code-dialog";
import { CodeList } from "../../components/code-list";
import { useClient } from "../../deeds/client";
import { usePages } from "../../deeds/use-pages";
import { counted } from "../../text/counting";
import { contactLink } from "../../text/invitation";
import { ContactCodeForm } from "./contact-code-form";

/** Make, see and revoke contact codes. */
export function ContactCodes() {
  const { api } = useClient();
  const [made, setMade] = useState<MadeContactCode | null>(null);
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
      <CodeList
        pages={pages}
        what="code"
        label="Contact codes"
        titleOf={({ label }) => (label === "" ? "Contact code" : label)}
        usageOf={({ uses, used }) =>
          uses === null ? `${counted(used, "request")} sent` : `${used} of ${uses} used`
        }
        revoke={({ id }) => api.call("revoke_contact_code", { path: { contact_code: id } })}
      >
        Nobody can ask with it any more. Requests that came with it stay.
      </CodeList>
      {made && (
        <NewContactCode
          made={made}
          onClose={() => {
            setMade(null);
          }}
        />
      )}
    </>
  );
}

function NewContactCode({ made, onClose }: { made: MadeContactCode; onClose: () => void }) {
  const { uses, expires_at: expiresAt } = made.contact_code;
  return (
    <CodeDialog
      title="Your new contact code"
      what="contact code"
      link={contactLink(location.origin, made.code)}
      code={made.code}
      use={uses === null ? "any number of requests" : counted(uses, "request")}
      expiresAt={expiresAt}
      onClose={onClose}
    />
  );
}
