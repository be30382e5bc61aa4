import { Button } from "./components/button";
import { Empty, Waiting } from "./components/empty";
import { Notices } from "./components/notices";
import { Shell } from "./components/shell";
import { Whereabouts } from "./components/whereabouts";
import { useClient, useKnown } from "./deeds/client";
import { useAddress } from "./routing/history";
import { routeOf } from "./routing/routes";
import { Doorway } from "./screens/doorway";
import { Place } from "./screens/place";

/** Everything on the page: the doorway for strangers, the rooms for members. */
export function App() {
  const client = useClient();
  const caller = useKnown((state) => state.caller);
  const community = useKnown((state) => state.community);
  const route = routeOf(useAddress());

  if (community === null || caller.kind === "unknown") {
    return (
      <Empty title="Hubbub">
        <Waiting what="Waiting for the hub …" />
        <Button onClick={() => void client.start()}>Try again</Button>
      </Empty>
    );
  }
  return (
    <>
      {caller.kind === "nobody" ? (
        <Doorway route={route} community={community} reason={caller.reason} />
      ) : (
        <Shell route={route}>
          <Place route={route} />
        </Shell>
      )}
      <Whereabouts />
      <Notices />
    </>
  );
}
