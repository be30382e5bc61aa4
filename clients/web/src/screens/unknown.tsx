import { Empty } from "../components/empty";
import { Page } from "../components/page";
import { Link } from "../routing/link";

export function UnknownScreen() {
  return (
    <Page title="Nothing here">
      <Empty title="This address leads nowhere">
        <Link className="button button-plain" href="/discover">
          Find a room
        </Link>
      </Empty>
    </Page>
  );
}
