import type { ShownInvitation } from "hubbub";
import { Alert } from "../components/alert";
import { Button } from "../components/button";
import { Waiting } from "../components/empty";
import { Page } from "../components/page";
import { useClient, useCommunity } from "../deeds/client";
import { forgetCode, keepCode, useKeptCode, type KeptCode } from "../deeds/kept-code";
import { useDeed } from "../deeds/use-deed";
import { navigate } from "../routing/history";
import { roomAddress } from "../routing/routes";
import { CodeForm } from "./code-form";
import { InvitedTo } from "./invite/invited-to";
import { useInvitation } from "./invite/use-invitation";
import { VoidCode } from "./invite/void-code";

/** An invitation as a member sees it. */
export function InviteScreen() {
  const kept = useKeptCode();
  return kept === null ? (
    <Page title="Use an invitation" lead="Somebody invited you into a room? Show what you have.">
      <CodeForm name="Look at an invitation" deed="Show what it is for" onCode={keepCode} />
    </Page>
  ) : (
    <WithCode kept={kept} />
  );
}

function WithCode({ kept }: { kept: KeptCode }) {
  const seen = useInvitation(kept);
  return (
    <Page title="You are invited">
      {seen.problem !== null && <VoidCode seen={seen} />}
      {seen.shown === null && seen.problem === null && <Waiting what="Looking …" />}
      {seen.shown !== null && <Accept kept={kept} shown={seen.shown} />}
    </Page>
  );
}

function Accept({ kept, shown }: { kept: KeptCode; shown: ShownInvitation }) {
  const client = useClient();
  const community = useCommunity();
  const accept = useDeed(async () => {
    const room = await client.acceptInvitation(kept.code);
    forgetCode();
    navigate(room === null ? "/discover" : roomAddress(room.id), { replace: true });
  });
  const giveUp = (): void => {
    forgetCode();
    navigate("/discover", { replace: true });
  };
  if (shown.room === null) {
    return (
      <>
        <p className="lead">
          This invitation leads into {community.name}, where you are already. It stays for somebody
          else.
        </p>
        <div className="button-row">
          <Button look="primary" onClick={giveUp}>
            Find a room
          </Button>
        </div>
      </>
    );
  }
  return (
    <>
      <InvitedTo shown={shown} />
      <Alert problem={accept.problem} />
      <div className="button-row">
        <Button
          look="primary"
          busy={accept.busy}
          disabled={shown.room.state === "archived"}
          onClick={() => void accept.run()}
        >
          Join the room
        </Button>
        <Button onClick={giveUp}>Not now</Button>
      </div>
    </>
  );
}
