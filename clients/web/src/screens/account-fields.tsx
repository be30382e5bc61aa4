import { LIMITS } from "hubbub";
import { TextField } from "../components/field";
import type { Form } from "../deeds/use-form";

export interface NewAccount {
  username: string;
  display_name: string;
  password: string;
}

interface Props<V extends NewAccount> {
  form: Form<V>;
}

/** The fields of a new account, for whoever comes first and for all who follow. */
export function AccountFields<V extends NewAccount>({ form }: Props<V>) {
  return (
    <>
      <TextField
        label="Display name"
        name="display_name"
        autoComplete="name"
        hint="As others see you. You can change it."
        required
        limit={LIMITS.max_display_name}
        value={form.values.display_name}
        error={form.errorAt("display_name")}
        onChange={(event) => {
          form.set("display_name", event.target.value);
        }}
      />
      <TextField
        label="Username"
        name="username"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        hint="For signing in and for @mentions: small letters, digits, . _ -"
        required
        limit={32}
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
        autoComplete="new-password"
        hint="At least 10 characters."
        required
        value={form.values.password}
        error={form.errorAt("password")}
        onChange={(event) => {
          form.set("password", event.target.value);
        }}
      />
    </>
  );
}

/** The fields that {@link AccountFields} shows errors at. */
export const accountFieldNames = ["username", "display_name", "password"] as const;
