import type { Community, ShownInvitation } from "hubbub";
import type { ReactNode } from "react";
import { Waiting } from "../../components/empty";
import { keepCode, useKeptCode, type KeptCode } from "../../deeds/kept-code";
import { Link } from "../../routing/link";
import { Entrance } from "../entrance";
import { CodeForm } from "../code-form";
import { InvitedTo } from "./invited-to";
import { useInvitation } from "./use-invitation";
import { VoidCode } from "./void-code";

/** An invitation as a stranger sees it. The code is kept while one signs in or registers. */
export function InviteDoor({ community }: { community: Community }) {
  const kept = useKeptCode();
  if (kept === null) {
    return (
      <Entrance title={community.name} lead="Somebody invited you? Enter the code or the link.">
        <CodeForm name="Look at an invitation" deed="Show what it is for" onCode={keepCode} />
        <SignInInstead />
      </Entrance>
    );
  }
  return <WithCode kept={kept} community={community} />;
}

function WithCode({ kept, community }: { kept: KeptCode; community: Community }) {
  const seen = useInvitation(kept);
  const { shown } = seen;
  if (seen.problem !== null) {
    return (
      <Entrance title={community.name} lead="You came with an invitation.">
        <VoidCode seen={seen} />
        <SignInInstead />
      </Entrance>
    );
  }
  return (
    <Entrance title="You are invited" lead={shown === null ? "" : leadOf(shown)}>
      {shown === null ? (
        <Waiting what="Looking at the invitation …" />
      ) : (
        <>
          <InvitedTo shown={shown} />
          <div className="invite-actions">{waysIn(shown, community)}</div>
        </>
      )}
    </Entrance>
  );
}

function leadOf({ room, community }: ShownInvitation): string {
  return room === null ? `into ${community}.` : `into a room of ${community}.`;
}

/** How one without an account, and one who has one, gets in. */
function waysIn({ room }: ShownInvitation, { registration }: Community): ReactNode {
  const mayRegister = registration === "open" || (registration === "invite" && room === null);
  const signIn = (look: string): ReactNode => (
    <Link className={`button ${look}`} href="/sign-in">
      Sign in to join
    </Link>
  );
  if (mayRegister) {
    return (
      <>
        <Link className="button button-primary" href="/register">
          Make an account
        </Link>
        {signIn("button-plain")}
      </>
    );
  }
  return (
    <>
      {signIn("button-primary")}
      {registration === "invite" ? (
        <p className="soft">
          This invitation is for members. To become one you need an invitation into the community,
          too: <Link href="/register">make an account with it</Link>.
        </p>
      ) : (
        <p className="soft">This invitation is for members; new ones cannot register at present.</p>
      )}
    </>
  );
}

function SignInInstead() {
  return (
    <p className="entrance-else">
      Already a member? <Link href="/sign-in">Sign in</Link>
    </p>
  );
}
