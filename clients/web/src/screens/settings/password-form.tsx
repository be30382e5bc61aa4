import { useClient } from "../../deeds/client";
import { Alert } from "../../components/alert";
import { Button } from "../../components/button";
import { TextField } from "../../components/field";
import { tell } from "../../deeds/notices";
import { useForm } from "../../deeds/use-form";

const EMPTY = { current: "", new: "" };

/** Change the password; all other sign-ins end. */
export function PasswordForm({ username }: { username: string }) {
  const { api } = useClient();
  const form = useForm(EMPTY, async (values, reset) => {
    await api.call("change_password", { body: values });
    reset();
    tell("Your password is changed. Every other sign-in has ended.");
  });
  return (
    <form className="form" onSubmit={form.onSubmit}>
      {/* Tells password managers whose password it is. */}
      <input type="text" name="username" autoComplete="username" value={username} readOnly hidden />
      <TextField
        label="Current password"
        type="password"
        autoComplete="current-password"
        required
        value={form.values.current}
        error={form.errorAt("current")}
        onChange={(event) => {
          form.set("current", event.target.value);
        }}
      />
      <TextField
        label="New password"
        type="password"
        autoComplete="new-password"
        hint="At least 10 characters. Your other sign-ins will end."
        required
        value={form.values.new}
        error={form.errorAt("new")}
        onChange={(event) => {
          form.set("new", event.target.value);
        }}
      />
      <Alert problem={form.problem} fields={["current", "new"]} />
      <div className="button-row">
        <Button type="submit" busy={form.busy}>
          Change password
        </Button>
      </div>
    </form>
  );
}
