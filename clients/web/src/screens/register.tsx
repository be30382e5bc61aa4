import { Alert } from "../components/alert";
import { Button } from "../components/button";
import { useClient } from "../deeds/client";
import { useForm } from "../deeds/use-form";
import { thisBrowser } from "../text/browser";
import { Link } from "../routing/link";
import type { Community } from "hubbub";
import { AccountFields, accountFieldNames, type NewAccount } from "./account-fields";
import { Entrance } from "./entrance";

export function RegisterScreen({ community }: { community: Community }) {
  const client = useClient();
  const form = useForm<NewAccount>({ username: "", display_name: "", password: "" }, (values) =>
    client.register({ ...values, label: thisBrowser() }),
  );
  const isOpen = community.registration === "open";
  return (
    <Entrance
      title={`Join ${community.name}`}
      lead={
        isOpen
          ? "An account takes a minute. Then find a room of people who care for the same things."
          : "New members cannot register at present."
      }
    >
      {isOpen && (
        <form className="form" onSubmit={form.onSubmit}>
          <AccountFields form={form} />
          <Alert problem={form.problem} fields={accountFieldNames} />
          <Button look="primary" type="submit" busy={form.busy}>
            Make an account
          </Button>
        </form>
      )}
      <p className="entrance-else">
        Already a member? <Link href="/sign-in">Sign in</Link>
      </p>
    </Entrance>
  );
}
