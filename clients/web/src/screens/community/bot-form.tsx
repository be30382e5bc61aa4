import { useClient } from "../../deeds/client";
import { Alert } from "../../components/alert";
import { Button } from "../../components/button";
import { TextField } from "../../components/field";
import { useForm } from "../../deeds/use-form";
import { LIMITS, type BotWithToken } from "hubbub";

const EMPTY = { username: "", display_name: "" };

/** Make a bot. */
export function BotForm({ onMade }: { onMade: (made: BotWithToken) => void }) {
  const { api } = useClient();
  const form = useForm(EMPTY, async (values, reset) => {
    onMade(await api.call("make_bot", { body: values }));
    reset();
  });
  return (
    <form className="form" aria-label="Make a bot" onSubmit={form.onSubmit}>
      <h3>Make a bot</h3>
      <TextField
        label="Bot's display name"
        required
        limit={LIMITS.max_display_name}
        value={form.values.display_name}
        error={form.errorAt("display_name")}
        onChange={(event) => {
          form.set("display_name", event.target.value);
        }}
      />
      <TextField
        label="Bot's username"
        required
        limit={32}
        autoCapitalize="none"
        spellCheck={false}
        value={form.values.username}
        error={form.errorAt("username")}
        onChange={(event) => {
          form.set("username", event.target.value);
        }}
      />
      <Alert problem={form.problem} fields={["username", "display_name"]} />
      <div className="button-row">
        <Button type="submit" busy={form.busy}>
          Make the bot
        </Button>
      </div>
    </form>
  );
}
