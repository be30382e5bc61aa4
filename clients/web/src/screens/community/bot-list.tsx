import { useClient } from "../../deeds/client";
import { useState } from "react";
import { Alert } from "../../components/alert";
import { Button } from "../../components/button";
import { ConfirmDialog } from "../../components/confirm-dialog";
import { Empty, Waiting } from "../../components/empty";
import { Who } from "../../components/who";
import { usePages } from "../../deeds/use-pages";
import type { Bot, BotWithToken } from "hubbub";
import { onDate } from "../../text/time";
import { BotForm } from "./bot-form";
import { TokenDialog } from "./token-dialog";

interface Asked {
  deed: "renew" | "retire";
  bot: Bot;
}

/** The bots one looks after. */
export function BotList() {
  const { api } = useClient();
  const [made, setMade] = useState<BotWithToken | null>(null);
  const [asked, setAsked] = useState<Asked | null>(null);
  const pages = usePages<Bot>("bots", async () => {
    const { bots: items } = await api.call("list_bots", {});
    return { items, next: null };
  });
  const endAsking = (): void => {
    setAsked(null);
  };

  return (
    <>
      <p className="soft">
        A bot is a member that a program speaks for. Its token is shown once; whoever has it is the
        bot.
      </p>
      <Alert problem={pages.problem} />
      {pages.items === null && pages.problem === null && <Waiting what="Looking …" />}
      {pages.items?.length === 0 && <Empty title="No bots yet" />}
      <ul className="rows" aria-label="Bots">
        {pages.items?.map((bot) => (
          <BotRow key={bot.member.id} bot={bot} onAsk={setAsked} />
        ))}
      </ul>
      <BotForm
        onMade={(bot) => {
          setMade(bot);
          pages.reload();
        }}
      />
      {made && (
        <TokenDialog
          made={made}
          onClose={() => {
            setMade(null);
          }}
        />
      )}
      {asked?.deed === "retire" && (
        <ConfirmDialog
          title={`Retire ${asked.bot.member.display_name}?`}
          deed="Retire"
          onConfirm={async () => {
            await api.call("retire_bot", { path: { member: asked.bot.member.id } });
            pages.reload();
          }}
          onClose={endAsking}
        >
          Its tokens end at once. What it wrote stays.
        </ConfirmDialog>
      )}
      {asked?.deed === "renew" && (
        <ConfirmDialog
          title={`New token for ${asked.bot.member.display_name}?`}
          deed="Make a new token"
          onConfirm={async () => {
            setMade(await api.call("renew_bot_token", { path: { member: asked.bot.member.id } }));
          }}
          onClose={endAsking}
        >
          The old token ends at once; the program needs the new one.
        </ConfirmDialog>
      )}
    </>
  );
}

function BotRow({ bot, onAsk }: { bot: Bot; onAsk: (asked: Asked) => void }) {
  return (
    <li>
      <Who
        member={bot.member}
        note={`${bot.banned ? "retired" : "at work"} · since ${onDate(bot.created_at)}`}
      />
      {!bot.banned && (
        <>
          <Button
            onClick={() => {
              onAsk({ deed: "renew", bot });
            }}
          >
            New token
          </Button>
          <Button
            look="danger"
            onClick={() => {
              onAsk({ deed: "retire", bot });
            }}
          >
            Retire
          </Button>
        </>
      )}
    </li>
  );
}
