import { Alert } from "../components/alert";
import { Button } from "../components/button";
import { TextField } from "../components/field";
import { useClient } from "../deeds/client";
import { useForm } from "../deeds/use-form";
import { thisBrowser } from "../text/browser";
import { Link } from "../routing/link";
import type { Community } from "hubbub";
import type { ReactNode } from "react";
import { Entrance } from "./entrance";

interface Props {
  community: Community;
  /** Why one is here again, where the sign-in did not end by one's own will. */
  reason: string | null;
}

export function SignInScreen({ community, reason }: Props) {
  const client = useClient();
  const form = useForm({ username: "", password: "" }, (values) =>
    client.signIn({ ...values, label: thisBrowser() }),
  );
  return (
    <Entrance title={community.name} lead={reason ?? "Rooms for people who share an interest."}>
      <form className="form" onSubmit={form.onSubmit}>
        <TextField
          label="Username"
          name="username"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          required
          value={form.values.username}
          error={form.errorAt("username")}
          onChange={(event) => {
            form.set("username", event.target.value);
          }}
        />
        <TextField
          label="Password"
          name="password"
          type="password"
          autoComplete="current-password"
          required
          value={form.values.password}
          error={form.errorAt("password")}
          onChange={(event) => {
            form.set("password", event.target.value);
          }}
        />
        <Alert problem={form.problem} fields={["username", "password"]} />
        <Button look="primary" type="submit" busy={form.busy}>
          Sign in
        </Button>
      </form>
      <p className="entrance-else">{forNewcomers(community)}</p>
    </Entrance>
  );
}

function forNewcomers({ registration }: Community): ReactNode {
  switch (registration) {
    case "open":
      return (
        <>
          New here? <Link href="/register">Make an account</Link>
        </>
      );
    case "invite":
      return (
        <>
          Invited? <Link href="/register">Make an account with your invitation</Link>
        </>
      );
    case "closed":
      return "New members cannot register at present.";
  }
}
