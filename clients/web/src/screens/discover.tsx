import { useClient } from "../deeds/client";
import { useState } from "react";
import { Alert } from "../components/alert";
import { Button } from "../components/button";
import { Empty, Waiting } from "../components/empty";
import { SelectField, TextField } from "../components/field";
import { Page } from "../components/page";
import { kindWords } from "../components/purpose";
import { RoomCard } from "../components/room-card";
import { usePages } from "../deeds/use-pages";
import { navigate } from "../routing/history";
import { Link } from "../routing/link";
import { discoverAddress } from "../routing/routes";
import { LIMITS, type Room } from "hubbub";
import type { PurposeKind } from "../deeds/wire";
import { AskedRooms } from "./discover/asked-rooms";
import "./discover.css";

interface Props {
  text: string;
  tag: string;
  kind: string;
}

/** Find a room by what it is about, liveliest first. What is asked stands in the address. */
export function DiscoverScreen({ text, tag, kind }: Props) {
  const { api } = useClient();
  const isKind = (name: string): name is PurposeKind => name in kindWords;
  const wantedKind = isKind(kind) ? kind : "";
  const pages = usePages<Room>(`${text}\n${tag}\n${wantedKind}`, async (after) => {
    const page = await api.call("find_rooms", {
      query: { text, tag, kind: wantedKind, after },
    });
    return { items: page.rooms, next: page.next };
  });

  return (
    <Page
      title="Find a room"
      aside={
        <Link className="button button-primary" href="/new-room">
          Create a room
        </Link>
      }
    >
      <Query key={`${text} ${tag} ${kind}`} text={text} tag={tag} kind={wantedKind} />
      {text + tag + wantedKind === "" && <AskedRooms />}
      <Alert problem={pages.problem} />
      {pages.items === null && pages.problem === null && <Waiting what="Looking around …" />}
      {pages.items?.length === 0 && <Nothing isSearch={text + tag + wantedKind !== ""} />}
      {pages.items !== null && pages.items.length > 0 && (
        <ul className="room-cards" aria-label="Rooms">
          {pages.items.map((room) => (
            <li key={room.id}>
              <RoomCard room={room} />
            </li>
          ))}
        </ul>
      )}
      {pages.hasMore && (
        <Button busy={pages.isLoading} onClick={pages.loadMore}>
          More rooms
        </Button>
      )}
      <p className="soft small">
        Rooms by invitation show to their members alone.{" "}
        <Link href="/invite">Use an invitation</Link>
      </p>
    </Page>
  );
}

function Query(asked: { text: string; tag: string; kind: string }) {
  const [text, setText] = useState(asked.text);
  const [tag, setTag] = useState(asked.tag);
  const ask = (change: { kind?: string }): void => {
    const clean = tag.trim().toLowerCase().replace(/^#/, "");
    navigate(discoverAddress({ text: text.trim(), tag: clean, kind: asked.kind, ...change }));
  };
  return (
    <form
      className="query"
      role="search"
      aria-label="Rooms"
      onSubmit={(event) => {
        event.preventDefault();
        ask({});
      }}
    >
      <TextField
        label="Words"
        type="search"
        placeholder="bread, trains, night shifts …"
        maxLength={100}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
        }}
      />
      <TextField
        label="Tag"
        maxLength={LIMITS.max_tag}
        value={tag}
        onChange={(event) => {
          setTag(event.target.value);
        }}
      />
      <SelectField
        label="Kind"
        value={asked.kind}
        onChange={(event) => {
          ask({ kind: event.target.value });
        }}
      >
        <option value="">Any</option>
        {Object.entries(kindWords).map(([value, words]) => (
          <option key={value} value={value}>
            {words}
          </option>
        ))}
      </SelectField>
      <Button type="submit" icon="search">
        Search
      </Button>
    </form>
  );
}

function Nothing({ isSearch }: { isSearch: boolean }) {
  return isSearch ? (
    <Empty title="No room is about that yet">
      <p>Perhaps you are the first to think of it.</p>
      <Link className="button button-plain" href="/new-room">
        Create this room
      </Link>
      <Link href="/discover">Show all rooms</Link>
    </Empty>
  ) : (
    <Empty title="No rooms yet">
      <p>Every community begins with somebody who opens a door.</p>
      <Link className="button button-plain" href="/new-room">
        Create the first room
      </Link>
    </Empty>
  );
}
