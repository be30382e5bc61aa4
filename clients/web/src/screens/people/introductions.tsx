import type { MadeIntroduction, ReceivedIntroduction } from "hubbub";
import { Alert } from "../../components/alert";
import { Button } from "../../components/button";
import { Empty } from "../../components/empty";
import { useClient, useKnown } from "../../deeds/client";
import { tell } from "../../deeds/notices";
import { useDeed } from "../../deeds/use-deed";
import { useFocusAfter } from "../../deeds/use-focus-after";
import { useNow } from "../../deeds/use-now";
import { ago, onDate } from "../../text/time";
import { Person } from "./person";

/** Whom one is introduced to, and whom one introduces. */
export function Introductions() {
  const { received, made } = useKnown((state) => state.people.introductions);
  const [list, rowGone] = useFocusAfter<HTMLDivElement>(false);
  return (
    <div ref={list} className="people" tabIndex={-1}>
      {received.length === 0 && made.length === 0 && (
        <Empty title="No introduction is open">
          <p>
            You can introduce two of your connections to each other, from the card of one of them.
          </p>
        </Empty>
      )}
      {received.length > 0 && (
        <div className="people-part">
          <h3>You are introduced to</h3>
          <ul className="people-list" aria-label="You are introduced to">
            {received.map((introduction) => (
              <ReceivedRow key={introduction.id} introduction={introduction} onGone={rowGone} />
            ))}
          </ul>
        </div>
      )}
      {made.length > 0 && (
        <div className="people-part">
          <h3>You introduce</h3>
          <ul className="people-list" aria-label="You introduce">
            {made.map((introduction) => (
              <MadeRow key={introduction.id} introduction={introduction} onGone={rowGone} />
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}

interface ReceivedProps {
  introduction: ReceivedIntroduction;
  onGone: () => void;
}

function ReceivedRow({ introduction, onGone }: ReceivedProps) {
  const { api } = useClient();
  const { id, member, introduced_by: by, sentence, accepted } = introduction;
  const path = { introduction: id };
  const name = member.display_name;
  const accept = useDeed(async () => {
    await api.call("accept_introduction", { path });
    tell(`You would like to know ${name}.`);
    onGone();
  });
  const decline = useDeed(async () => {
    await api.call("decline_introduction", { path });
    tell("Declined. Nobody is told.");
    onGone();
  });
  const busy = accept.busy || decline.busy;
  return (
    <li className="person-row" aria-label={name}>
      <Person
        member={member}
        note={`by ${by.display_name} ${ago(introduction.made_at, useNow())}`}
      />
      <p className="opening">{sentence}</p>
      <Alert problem={accept.problem ?? decline.problem} />
      {accepted ? (
        <p className="soft">
          You have accepted. You are connected as soon as {name} does, until{" "}
          {onDate(introduction.expires_at)}.
        </p>
      ) : (
        <div className="button-row">
          <Button
            look="primary"
            busy={busy}
            aria-label={`Accept ${name}`}
            onClick={() => void accept.run()}
          >
            Accept
          </Button>
          <Button busy={busy} aria-label={`Decline ${name}`} onClick={() => void decline.run()}>
            Decline
          </Button>
        </div>
      )}
    </li>
  );
}

interface MadeProps {
  introduction: MadeIntroduction;
  onGone: () => void;
}

function MadeRow({ introduction, onGone }: MadeProps) {
  const { api } = useClient();
  const { id, members, sentence, expires_at: expiresAt } = introduction;
  const names = members.map(({ display_name: name }) => name).join(" and ");
  const withdraw = useDeed(async () => {
    await api.call("withdraw_introduction", { path: { introduction: id } });
    tell("The introduction is withdrawn.");
    onGone();
  });
  return (
    <li className="person-row" aria-label={names}>
      <p>
        <b>{names}</b>
      </p>
      <p className="opening">{sentence}</p>
      <p className="soft small">
        They connect if both accept, until {onDate(expiresAt)}. You are not told who did not.
      </p>
      <Alert problem={withdraw.problem} />
      <div className="button-row">
        <Button
          busy={withdraw.busy}
          aria-label={`Withdraw: ${names}`}
          onClick={() => void withdraw.run()}
        >
          Withdraw
        </Button>
      </div>
    </li>
  );
}
