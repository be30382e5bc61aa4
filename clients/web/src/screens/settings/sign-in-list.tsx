import { useClient } from "../../deeds/client";
import { Alert } from "../../components/alert";
import { Button } from "../../components/button";
import { Waiting } from "../../components/empty";
import { useDeed } from "../../deeds/use-deed";
import { useNow } from "../../deeds/use-now";
import { usePages } from "../../deeds/use-pages";
import type { SignInCard } from "hubbub";
import { ago, onDate } from "../../text/time";

/** One's sign-ins, each with the way to end it. */
export function SignInList() {
  const client = useClient();
  const now = useNow();
  const pages = usePages<SignInCard>("sign-ins", async () => {
    const { sign_ins: items } = await client.api.call("list_sign_ins", {});
    return { items, next: null };
  });
  const revoke = useDeed(async (id: string) => {
    await client.api.call("revoke_sign_in", { path: { sign_in: id } });
    pages.change((items) => items.filter((item) => item.id !== id));
  });
  const leave = useDeed(() => client.signOut());

  return (
    <>
      <Alert problem={pages.problem ?? revoke.problem ?? leave.problem} />
      {pages.items === null && pages.problem === null && <Waiting what="Looking …" />}
      <ul className="rows" aria-label="Sign-ins">
        {pages.items?.map((item) => (
          <li key={item.id}>
            <div>
              <p>
                <b>{item.label || "A program"}</b>
                {item.current && <span className="tag tag-kind tag-beside">This one</span>}
              </p>
              <p className="soft small">
                Used {ago(item.last_used_at, now)} · since {onDate(item.created_at)}
              </p>
            </div>
            {!item.current && (
              <Button
                busy={revoke.busy}
                aria-label={`End the sign-in: ${item.label || "A program"}`}
                onClick={() => void revoke.run(item.id)}
              >
                End
              </Button>
            )}
          </li>
        ))}
      </ul>
      <div className="button-row">
        <Button look="danger" icon="leave" busy={leave.busy} onClick={() => void leave.run()}>
          Sign out
        </Button>
      </div>
    </>
  );
}
