import type { Community } from "hubbub";
import { Link } from "../routing/link";
import type { Route } from "../routing/routes";
import type { FarewellReason } from "../state";
import { Entrance } from "./entrance";
import { InviteDoor } from "./invite/door";
import { RegisterScreen } from "./register";
import { SetUpScreen } from "./set-up";
import { SignInScreen } from "./sign-in";

interface Props {
  route: Route;
  community: Community;
  reason: FarewellReason | null;
}

const farewells: Readonly<Record<FarewellReason, string>> = {
  expired: "Your sign-in has expired. Please sign in again.",
  signed_out: "You were signed out. Please sign in again.",
  banned: "Your account is shut out of this community.",
};

const FOR_A_CODE = "Somebody gave you their contact code. Sign in to see whose it is.";

/**
 * What strangers see. The address stays what it was, so that one who followed a link to a room
 * stands in that room after signing in.
 */
export function Doorway({ route, community, reason }: Props) {
  if (route.screen === "set-up") return <SetUpScreen community={community} />;
  if (route.screen === "register") return <RegisterScreen community={community} />;
  if (route.screen === "contact") return <SignInScreen community={community} reason={FOR_A_CODE} />;
  if (route.screen === "invite") return <InviteDoor community={community} />;
  if (!community.has_owner && route.screen !== "sign-in") return <NoOwnerYet />;
  return <SignInScreen community={community} reason={reason && farewells[reason]} />;
}

function NoOwnerYet() {
  return (
    <Entrance
      title="Almost there"
      lead="This community has no owner yet. Open the set-up link that the server printed when it started."
    >
      <p className="soft">It works once, and begins with this address.</p>
      <p className="entrance-else">
        You have an account already? <Link href="/sign-in">Sign in</Link>
      </p>
    </Entrance>
  );
}
