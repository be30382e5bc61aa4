import { useState } from "react";
import { Alert } from "../../components/alert";
import { Button } from "../../components/button";
import { Empty, Waiting } from "../../components/empty";
import { TextField } from "../../components/field";
import { ReasonDialog } from "../../components/reason-dialog";
import { Who } from "../../components/who";
import { useDeed } from "../../deeds/use-deed";
import { usePages } from "../../deeds/use-pages";
import type { AccountCard } from "hubbub";
import { useClient, useMe } from "../../deeds/client";
import { onDate } from "../../text/time";

/** All accounts, with the way to shut one out or let it in again. */
export function AccountList() {
  const { api } = useClient();
  const me = useMe();
  const [text, setText] = useState("");
  const [banning, setBanning] = useState<AccountCard | null>(null);
  const pages = usePages<AccountCard>(text, async (after) => {
    const page = await api.call("list_accounts", { query: { text, after } });
    return { items: page.accounts, next: page.next };
  });
  const mark = (id: string, bannedAt: number | null): void => {
    pages.change((items) =>
      items.map((item) => (item.member.id === id ? { ...item, banned_at: bannedAt } : item)),
    );
  };
  const unban = useDeed(async (id: string) => {
    await api.call("unban_account", { path: { member: id } });
    mark(id, null);
  });

  return (
    <>
      <TextField
        label="Find an account"
        type="search"
        maxLength={100}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
        }}
      />
      <Alert problem={pages.problem ?? unban.problem} />
      {pages.items === null && pages.problem === null && <Waiting what="Looking …" />}
      {pages.items?.length === 0 && <Empty title="Nobody by that name" />}
      <ul className="rows" aria-label="Accounts">
        {pages.items?.map((account) => (
          <AccountRow
            key={account.member.id}
            account={account}
            isOneself={account.member.id === me.id}
            isBusy={unban.busy}
            onBan={() => {
              setBanning(account);
            }}
            onUnban={() => void unban.run(account.member.id)}
          />
        ))}
      </ul>
      {pages.hasMore && (
        <Button busy={pages.isLoading} onClick={pages.loadMore}>
          More accounts
        </Button>
      )}
      {banning && (
        <ReasonDialog
          title={`Ban ${banning.member.display_name}?`}
          deed="Ban"
          onConfirm={async (reason) => {
            await api.call("ban_account", {
              path: { member: banning.member.id },
              body: { reason },
            });
            mark(banning.member.id, Date.now() * 1000);
          }}
          onClose={() => {
            setBanning(null);
          }}
        >
          They are signed out everywhere at once and cannot sign in again until you lift the ban.
          What they wrote stays.
        </ReasonDialog>
      )}
    </>
  );
}

interface RowProps {
  account: AccountCard;
  isOneself: boolean;
  isBusy: boolean;
  onBan: () => void;
  onUnban: () => void;
}

function AccountRow({ account, isOneself, isBusy, onBan, onUnban }: RowProps) {
  const { member, role, banned_at: bannedAt } = account;
  const name = member.display_name;
  const standing = bannedAt === null ? role : `banned ${onDate(bannedAt)}`;
  return (
    <li>
      <Who member={member} note={`${standing} · since ${onDate(account.created_at)}`} />
      {bannedAt !== null ? (
        <Button busy={isBusy} aria-label={`Lift ban of ${name}`} onClick={onUnban}>
          Lift ban
        </Button>
      ) : (
        !isOneself && (
          <Button look="danger" aria-label={`Ban ${name}`} onClick={onBan}>
            Ban
          </Button>
        )
      )}
    </li>
  );
}
