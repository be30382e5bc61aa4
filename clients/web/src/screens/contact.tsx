import type { ShownContactCode } from "hubbub";
import { useState } from "react";
import { Alert } from "../components/alert";
import { Button } from "../components/button";
import { Waiting } from "../components/empty";
import { Page } from "../components/page";
import { ConnectForm } from "../components/people/connect-form";
import { Relating } from "../components/people/relating";
import { Who } from "../components/who";
import { useClient, useMe, useRelation } from "../deeds/client";
import { forgetContactCode, keepContactCode, useContactCode } from "../deeds/kept-code";
import { useAnswer } from "../deeds/use-answer";
import { navigate } from "../routing/history";
import { directAddress, peopleAddress } from "../routing/routes";
import { CodeForm } from "./code-form";

/** Whose contact code one has, and asking them with it. */
export function ContactScreen() {
  const code = useContactCode();
  return code === null ? (
    <Page title="Use a contact code" lead="Somebody gave you their code? Show what you have.">
      <CodeForm name="Look at a contact code" deed="Show whose it is" onCode={keepContactCode} />
    </Page>
  ) : (
    <WithCode key={code} code={code} />
  );
}

function WithCode({ code }: { code: string }) {
  const { api } = useClient();
  const [turn, setTurn] = useState(0);
  const { answer: shown, problem } = useAnswer(String(turn), () =>
    api.call("look_at_contact_code", { body: { code } }),
  );
  return (
    <Page title="A contact code">
      {shown !== null && <Shown code={code} shown={shown} />}
      {shown === null && problem === null && <Waiting what="Looking …" />}
      {shown === null && problem !== null && (
        <div className="stack">
          <Alert problem={problem} />
          <p className="soft">If it does not hold any more, ask whoever gave it to you.</p>
          <div className="button-row">
            <Button
              onClick={() => {
                setTurn(turn + 1);
              }}
            >
              Try again
            </Button>
            <Button onClick={forgetContactCode}>Enter another</Button>
          </div>
        </div>
      )}
    </Page>
  );
}

function Shown({ code, shown: { member } }: { code: string; shown: ShownContactCode }) {
  const me = useMe();
  const relation = useRelation(member.id);
  const done = (address: string): void => {
    forgetContactCode();
    navigate(address, { replace: true });
  };
  return (
    <>
      <Who member={member} />
      {member.id === me.id ? (
        <p>This is your own code. Give it to somebody whom you would like to know.</p>
      ) : relation.kind === "none" ? (
        <ConnectForm
          to={{ code }}
          member={member}
          onAsked={({ personal_connection: tie }) => {
            done(tie === null ? peopleAddress("requests") : directAddress(tie.channel));
          }}
        />
      ) : (
        <Relating member={member} room={null} onClose={forgetContactCode} />
      )}
      <div className="button-row">
        <Button
          look="quiet"
          onClick={() => {
            done(peopleAddress("requests"));
          }}
        >
          Put the code away
        </Button>
      </div>
    </>
  );
}
