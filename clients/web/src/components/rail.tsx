import type { ReactNode } from "react";
import { useDeed } from "../deeds/use-deed";
import { Link } from "../routing/link";
import { roomAddress, type Route } from "../routing/routes";
import type { Room } from "hubbub";
import { useClient, useCommunity, useMe, useMyRooms } from "../deeds/client";
import { badgeText, counted, whoAsks } from "../text/counting";
import { Avatar } from "./avatar";
import { Button } from "./button";
import { Icon, type IconName } from "./icon";
import { LinkLamp } from "./link-lamp";
import { useShell } from "./shell-context";
import "./rail.css";

/** The list of one's rooms, and the ways to everything else. */
export function Rail({ route, onGo }: { route: Route; onGo: () => void }) {
  const client = useClient();
  const community = useCommunity();
  const me = useMe();
  const rooms = useMyRooms();
  const { openSwitcher } = useShell();
  const markAll = useDeed(() => client.markAllRead());
  const active = rooms.filter((room) => room.state === "active");
  const archived = rooms.filter((room) => room.state === "archived");
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
          {rooms.some((room) => (room.standing?.unread ?? 0) > 0) && (
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
      </div>
      <ul className="rail-places">
        <Place href="/discover" icon="search" isHere={isHere("discover")}>
          Find a room
        </Place>
        <Place href="/new-room" icon="add" isHere={isHere("new-room")}>
          Create a room
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
                  <span className="unseen">, {whoAsks(asking)}</span>
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

function Badges({ unread, mentions }: { unread: number; mentions: number }) {
  return (
    <>
      {mentions > 0 && (
        <span className="badge badge-mention">
          <span aria-hidden="true">@{badgeText(mentions)}</span>
          <span className="unseen">, {counted(mentions, "mention")}</span>
        </span>
      )}
      {unread > 0 && (
        <span className="badge">
          <span aria-hidden="true">{badgeText(unread)}</span>
          <span className="unseen">, {badgeText(unread)} unread</span>
        </span>
      )}
    </>
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
