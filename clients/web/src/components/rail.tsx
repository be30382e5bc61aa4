import type { ReactNode } from "react";
import { useDeed } from "../deeds/use-deed";
import { Link } from "../routing/link";
import { peopleAddress, roomAddress, type Route } from "../routing/routes";
import type { Room } from "hubbub";
import {
  useClient,
  useCommunity,
  useKnown,
  useMe,
  useMyDirects,
  useMyRooms,
} from "../deeds/client";
import { waitingForMe } from "../state";
import { badgeText, whoAsks } from "../text/counting";
import { Avatar } from "./avatar";
import { Button } from "./button";
import { Icon, type IconName } from "./icon";
import { LinkLamp } from "./link-lamp";
import { Badges, WaitingBadge } from "./rail-badges";
import { DirectLinks } from "./rail-directs";
import { useShell } from "./shell-context";
import "./rail.css";

/** The lists of one's rooms and direct channels, and the ways to everything else. */
export function Rail({ route, onGo }: { route: Route; onGo: () => void }) {
  const client = useClient();
  const community = useCommunity();
  const me = useMe();
  const rooms = useMyRooms();
  const directs = useMyDirects();
  const waiting = useKnown((state) => waitingForMe(state.people));
  const { openSwitcher } = useShell();
  const markAll = useDeed(() => client.markAllRead());
  const active = rooms.filter((room) => room.state === "active");
  const archived = rooms.filter((room) => room.state === "archived");
  const isAnyUnread =
    rooms.some((room) => (room.standing?.unread ?? 0) > 0) ||
    directs.some(({ unread }) => unread > 0);
  const isHere = (screen: Route["screen"]): boolean => route.screen === screen;

  return (
    // Whatever one chooses here, the drawer of a narrow window has done its work.
    // eslint-disable-next-line jsx-a11y-x/click-events-have-key-events, jsx-a11y-x/no-noninteractive-element-interactions
    <nav
      className="rail"
      aria-label="Rooms and places"
      onClick={(event) => {
        if (event.target instanceof Element && event.target.closest("a")) onGo();
      }}
    >
      <p className="rail-community">{community.name}</p>
      <Button className="rail-switch" icon="search" onClick={openSwitcher}>
        <span>Go to a room</span>
        <kbd>{/Mac|iP/.test(navigator.platform) ? "⌘" : "Ctrl"} K</kbd>
      </Button>
      <div className="rail-rooms">
        <div className="rail-rooms-head">
          <h2>Your rooms</h2>
          {isAnyUnread && (
            <Button look="quiet" busy={markAll.busy} onClick={() => void markAll.run()}>
              Mark all read
            </Button>
          )}
        </div>
        {rooms.length === 0 && (
          <p className="rail-empty">None yet. Find one that is about something you love.</p>
        )}
        <RoomLinks label="Your rooms" rooms={active} route={route} />
        {archived.length > 0 && (
          <details>
            <summary>Archived</summary>
            <RoomLinks label="Archived rooms" rooms={archived} route={route} />
          </details>
        )}
        <DirectLinks directs={directs} route={route} />
      </div>
      <ul className="rail-places">
        <Place href="/discover" icon="search" isHere={isHere("discover")}>
          Find a room
        </Place>
        <Place href="/new-room" icon="add" isHere={isHere("new-room")}>
          Create a room
        </Place>
        <Place href={peopleAddress("requests")} icon="meet" isHere={isHere("people")}>
          <span className="rail-name">People</span>
          <WaitingBadge count={waiting} />
        </Place>
        <Place href="/members" icon="people" isHere={isHere("members")}>
          Members
        </Place>
        {(me.role === "owner" || me.may_make_bots) && (
          <Place href="/community" icon="settings" isHere={isHere("community")}>
            {me.role === "owner" ? "Community" : "Bots"}
          </Place>
        )}
      </ul>
      <LinkLamp />
      <Link
        className="rail-me"
        href="/settings"
        aria-current={isHere("settings") ? "page" : undefined}
      >
        <Avatar name={me.display_name} colour={me.avatar_colour} />
        <span>
          <b>{me.display_name}</b>
          <small>Your settings</small>
        </span>
      </Link>
    </nav>
  );
}

interface RoomLinksProps {
  label: string;
  rooms: readonly Room[];
  route: Route;
}

function RoomLinks({ label, rooms, route }: RoomLinksProps) {
  return (
    <ul aria-label={label}>
      {rooms.map((room) => {
        const isHere = route.screen === "room" && route.room === room.id;
        const { unread = 0, mentions = 0, join_requests: asking = 0 } = room.standing ?? {};
        return (
          <li key={room.id}>
            <Link
              className={unread > 0 ? "rail-link rail-unread" : "rail-link"}
              href={roomAddress(room.id)}
              aria-current={isHere ? "page" : undefined}
            >
              <span className="rail-name">{room.name}</span>
              {asking > 0 && (
                <span className="rail-asking">
                  <Icon name="people" />
                  <span aria-hidden="true">{badgeText(asking)}</span>
                  <span className="unseen"> {whoAsks(asking)}</span>
                </span>
              )}
              <Badges unread={unread} mentions={mentions} />
            </Link>
          </li>
        );
      })}
    </ul>
  );
}

interface PlaceProps {
  href: string;
  icon: IconName;
  isHere: boolean;
  children: ReactNode;
}

function Place({ href, icon, isHere, children }: PlaceProps) {
  return (
    <li>
      <Link className="rail-link" href={href} aria-current={isHere ? "page" : undefined}>
        <Icon name={icon} />
        {children}
      </Link>
    </li>
  );
}
