import {
  HubbubError,
  LIMITS,
  makeKey,
  type AskedToConnect,
  type AskToConnect,
  type MemberCard,
} from "hubbub";
import { useState } from "react";
import { useClient } from "../../deeds/client";
import { tell } from "../../deeds/notices";
import { useForm } from "../../deeds/use-form";
import { Alert } from "../alert";
import { Button } from "../button";
import { TextField } from "../field";

interface Props {
  /** Whom: a member met in a room (or anywhere, null), or whoever gave one a code. */
  to: { member: string; room: string | null } | { code: string };
  member: MemberCard;
  onAsked: (answer: AskedToConnect) => void;
}

/** Asks a member to connect, with a few words if one likes. */
export function ConnectForm({ to, member, onAsked }: Props) {
  const { api } = useClient();
  const name = member.display_name;
  // The same until it has worked: one that is asked for twice is sent once.
  const [key, setKey] = useState(makeKey);
  const form = useForm({ opening: "" }, async ({ opening }) => {
    const body = { ...askedOf(to), opening: opening.trim() };
    const answer = await api.call("ask_to_connect", { body }, { key }).catch((error: unknown) => {
      throw inWords(error, name);
    });
    if (answer.request !== null) tell(`${name} is asked.`);
    onAsked(answer);
  });
  return (
    <form className="form" aria-label={`Connect with ${name}`} onSubmit={form.onSubmit}>
      <p className="soft">Once {name} accepts, the two of you can write to each other.</p>
      <TextField
        label="A few words (if you like)"
        hint="Plain text, without links. It comes with your request."
        limit={LIMITS.max_opening}
        isCounted
        value={form.values.opening}
        error={form.errorAt("opening")}
        onChange={(event) => {
          form.set("opening", event.target.value);
          setKey(makeKey());
        }}
      />
      <Alert problem={form.problem} fields={["opening"]} />
      <div className="button-row">
        <Button look="primary" type="submit" busy={form.busy}>
          Connect
        </Button>
      </div>
    </form>
  );
}

function askedOf(to: Props["to"]): Pick<AskToConnect, "member" | "code" | "room"> {
  if ("code" in to) return { code: to.code };
  return to.room === null ? { member: to.member } : { member: to.member, room: to.room };
}

/** Whoever reads this sees the member before them, of whom the hub says that there is none. */
function inWords(error: unknown, name: string): unknown {
  if (!(error instanceof HubbubError) || error.code !== "not_found" || error.field !== "member") {
    return error;
  }
  const detail = `To ask ${name}, share a room with them or have their contact code.`;
  const { code, retry, field, limit, afterMs } = error;
  return new HubbubError({ code, detail, retry, field, limit, afterMs });
}
