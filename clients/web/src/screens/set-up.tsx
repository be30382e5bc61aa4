import { Alert } from "../components/alert";
import { Button } from "../components/button";
import { TextField } from "../components/field";
import { useClient } from "../deeds/client";
import { useForm } from "../deeds/use-form";
import { thisBrowser } from "../text/browser";
import { navigate } from "../routing/history";
import { Link } from "../routing/link";
import type { Community } from "hubbub";
import { AccountFields, accountFieldNames } from "./account-fields";
import { Entrance } from "./entrance";

const FIRST = { community_name: "", username: "", display_name: "", password: "" };

/** The link's token stands behind the `#`, so that it is in no log of any server. */
function tokenOfLink(): string {
  return decodeURIComponent(window.location.hash.slice(1));
}

export function SetUpScreen({ community }: { community: Community }) {
  const client = useClient();
  const form = useForm(FIRST, async (values) => {
    await client.setUp({ ...values, token: tokenOfLink(), label: thisBrowser() });
    navigate("/discover", { replace: true });
  });
  if (community.has_owner) {
    return (
      <Entrance title={community.name} lead="This community has its owner already.">
        <Link className="button button-primary" href="/sign-in">
          Sign in
        </Link>
      </Entrance>
    );
  }
  return (
    <Entrance
      title="Welcome"
      lead="You are the first one here, and the owner. Name the community, then open its first room."
    >
      <form className="form" onSubmit={form.onSubmit}>
        <TextField
          label="Name of the community"
          name="community_name"
          placeholder="The Allotment"
          required
          limit={64}
          value={form.values.community_name}
          error={form.errorAt("community_name")}
          onChange={(event) => {
            form.set("community_name", event.target.value);
          }}
        />
        <AccountFields form={form} />
        <Alert problem={form.problem} fields={["community_name", ...accountFieldNames]} />
        <Button look="primary" type="submit" busy={form.busy}>
          Set up
        </Button>
      </form>
    </Entrance>
  );
}
