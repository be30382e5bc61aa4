import { Alert } from "../components/alert";
import { Button } from "../components/button";
import { TextField } from "../components/field";
import { useClient } from "../deeds/client";
import { forgetCode, useKeptCode } from "../deeds/kept-code";
import { useForm } from "../deeds/use-form";
import { thisBrowser } from "../text/browser";
import { codeIn } from "../text/invitation";
import { Link } from "../routing/link";
import type { Community } from "hubbub";
import { AccountFields, accountFieldNames } from "./account-fields";
import { Entrance } from "./entrance";

const leads: Readonly<Record<Community["registration"], string>> = {
  open: "An account takes a minute. Then find a room of people who care for the same things.",
  invite: "New members come by invitation. With yours, an account takes a minute.",
  closed: "New members cannot register at present.",
};

export function RegisterScreen({ community }: { community: Community }) {
  return (
    <Entrance title={`Join ${community.name}`} lead={leads[community.registration]}>
      {community.registration !== "closed" && (
        <RegisterForm isByInvitation={community.registration === "invite"} />
      )}
      <p className="entrance-else">
        Already a member? <Link href="/sign-in">Sign in</Link>
      </p>
    </Entrance>
  );
}

function RegisterForm({ isByInvitation }: { isByInvitation: boolean }) {
  const client = useClient();
  const kept = useKeptCode();
  // One that leads into a room makes no account: it waits until there is one.
  const brought = kept?.into === "community" ? kept.code : "";
  const first = { username: "", display_name: "", password: "", invitation: brought };
  const form = useForm(first, async ({ invitation, ...account }) => {
    const code = isByInvitation ? { invitation: codeIn(invitation) } : {};
    await client.register({ ...account, ...code, label: thisBrowser() });
    if (kept?.into === "community") forgetCode();
  });
  return (
    <form className="form" onSubmit={form.onSubmit}>
      {isByInvitation && (
        <TextField
          label="Invitation"
          name="invitation"
          autoCapitalize="none"
          spellCheck={false}
          hint="The code, or the whole link."
          required
          value={form.values.invitation}
          error={form.errorAt("invitation")}
          onChange={(event) => {
            form.set("invitation", event.target.value);
          }}
        />
      )}
      <AccountFields form={form} />
      <Alert problem={form.problem} fields={SHOWN_FIELDS} />
      <Button look="primary" type="submit" busy={form.busy}>
        Make an account
      </Button>
    </form>
  );
}

const SHOWN_FIELDS = ["invitation", ...accountFieldNames];
