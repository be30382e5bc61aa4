import type { ReceivedRequest, SentRequest } from "hubbub";
import { beforeEach, describe, expect, test } from "vitest";
import { relationTo, waitingForMe, type Client, type Relation } from "../../src/state";
import { CHANNEL_ID, FakeWorld, INBOX, ME, OTHER } from "./fake-world";

let world: FakeWorld;
let client: Client;

beforeEach(async () => {
  world = new FakeWorld();
  client = world.openPage();
  void client.start();
  await world.settle();
});

const beginning = { origin: "room", room: null, introduced_by: null } as const;

function sentTo(): SentRequest {
  return { id: "s", member: world.other, beginning, opening: "", sent_at: 1, expires_at: 2 };
}

function receivedFrom(): ReceivedRequest {
  return { ...sentTo(), id: "r", shared_rooms: [], put_off: false };
}

function people() {
  return client.store.getSnapshot().people;
}

function relation(): Relation["kind"] {
  const { directs } = client.store.getSnapshot();
  return relationTo({ me: ME, directs, people: people() }, OTHER).kind;
}

/** The other asks. */
async function asks(): Promise<void> {
  world.received = [receivedFrom()];
  world.hub.append(INBOX, {
    kind: "connection_requested",
    actor: OTHER,
    request: "r",
    sender: OTHER,
    receiver: ME,
  });
  await world.settle();
}

describe("requests", () => {
  test("that come are counted, and told without a name", async () => {
    await asks();
    expect(waitingForMe(people())).toBe(1);
    expect(people().news).toMatchObject([{ what: "asked", member: "" }]);
    expect(relation()).toBe("asked");
  });

  test("do not make a stranger known before one looks", async () => {
    await asks();
    expect(world.calls).not.toContain(`GET /members/${OTHER}`);
  });

  test("that one answers elsewhere wait here no longer", async () => {
    await asks();
    world.received = [];
    world.hub.append(INBOX, {
      kind: "connection_request_answered",
      actor: ME,
      request: "r",
      sender: OTHER,
      answer: "declined",
    });
    await world.settle();
    expect(waitingForMe(people())).toBe(0);
    expect(relation()).toBe("none");
  });

  test("of one's own are known until they are pending no longer", async () => {
    world.sent = [sentTo()];
    world.hub.append(INBOX, {
      kind: "connection_requested",
      actor: ME,
      request: "s",
      sender: ME,
      receiver: OTHER,
    });
    await world.settle();
    expect(relation()).toBe("asking");
    expect(people().news).toEqual([]);
    world.sent = [];
    world.hub.append(INBOX, {
      kind: "connection_request_closed",
      actor: ME,
      request: "s",
      sender: ME,
      receiver: OTHER,
      outcome: "withdrawn",
    });
    await world.settle();
    expect(relation()).toBe("none");
  });

  test("are fetched anew if something happens while they are fetched", async () => {
    world.received = [receivedFrom()];
    for (const request of ["r", "r2"]) {
      world.hub.append(INBOX, {
        kind: "connection_requested",
        actor: OTHER,
        request,
        sender: OTHER,
        receiver: ME,
      });
    }
    while (world.hub.takeOne() || world.hub.giveOne());
    world.received = [];
    await world.settle();
    expect(waitingForMe(people())).toBe(0);
  });
});

describe("a connection", () => {
  test("is told to both, and shows in what is between them", async () => {
    world.connect();
    await world.settle();
    expect(relation()).toBe("connected");
    expect(people().news).toMatchObject([{ what: "connected", member: OTHER }]);
  });

  test("that the other ends is told; that one ends oneself is not", async () => {
    world.connect();
    await world.settle();
    world.disconnect();
    await world.settle();
    expect(relation()).toBe("none");
    expect(people().news.map(({ what }) => what)).toEqual(["connected", "ended"]);
    world.hub.append(INBOX, {
      kind: "personal_connection_ended",
      actor: ME,
      member: OTHER,
      channel: CHANNEL_ID,
    });
    await world.settle();
    expect(people().news).toHaveLength(2);
  });
});

describe("introductions", () => {
  test("that wait for an answer are counted with the requests", async () => {
    const card = world.other;
    const received = {
      id: "i",
      member: card,
      introduced_by: card,
      sentence: "Both bake",
      accepted: false,
      made_at: 1,
      expires_at: 2,
    };
    world.introductions = { received: [received], made: [] };
    world.hub.append(INBOX, {
      kind: "introduction_made",
      actor: OTHER,
      introduction: "i",
      members: [ME, OTHER],
    });
    await world.settle();
    expect(waitingForMe(people())).toBe(1);
    expect(people().news).toMatchObject([{ what: "introduced" }]);
    world.introductions = { received: [{ ...received, accepted: true }], made: [] };
    world.hub.append(INBOX, {
      kind: "introduction_answered",
      actor: ME,
      introduction: "i",
      answer: "accepted",
    });
    await world.settle();
    expect(waitingForMe(people())).toBe(0);
  });
});

test("lists that nobody keeps are told to be fetched anew", async () => {
  world.hub.append(INBOX, { kind: "suggestions_changed", actor: "" });
  world.hub.append(INBOX, { kind: "people_settings_changed", actor: ME });
  world.hub.append(INBOX, { kind: "report_made", actor: OTHER, report: "p" });
  await world.settle();
  const { turns } = people();
  expect(turns.get("settings")).toBe(2);
  expect(turns.get("suggestions")).toBe(2);
  expect(turns.get("reports")).toBe(3);
  expect(turns.get("requests")).toBeUndefined();
});

test("one whom one blocks is just that, whatever was between the two", async () => {
  world.connect();
  await world.settle();
  world.block();
  await world.settle();
  expect(relation()).toBe("blocked");
});
