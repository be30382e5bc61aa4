"""What a live session promises, over real sockets to a small hub."""

import asyncio

import pytest

from hubbub import (
    Broken,
    EndedError,
    Event,
    Incoming,
    LinkError,
    LinkNews,
    MemberLeft,
    MessageSent,
    Opened,
    RefusedError,
    RoomPresence,
    Session,
    SessionOptions,
    StreamLeft,
    StreamReset,
)
from hubbub_protocol.commands import Hello, MarkRead, Presence, Send, Typing, Unsubscribe
from hubbub_protocol.frames import Ephemeral, Error, Ping, Present
from tests.clients.python.fake_hub import ANN, ME, ROOM, FakeHub, unpack


async def bodies(session: Session, count: int) -> list[str]:
    """Return the next messages of a session."""
    found: list[str] = []
    async with asyncio.timeout(10):
        async for incoming in session:
            if isinstance(incoming, Event) and isinstance(incoming.payload, MessageSent):
                found.append(incoming.payload.body)
            if len(found) == count:
                return found
    return found


async def next_of(session: Session, kind: type[Incoming]) -> Incoming:
    """Return the next incoming thing of a kind."""
    async with asyncio.timeout(10):
        while not isinstance(incoming := await anext(session), kind):
            pass
    return incoming


@pytest.mark.parametrize("encoding", ["msgpack", "json"])
async def test_a_session_receives_what_is_written(hub: FakeHub, encoding: str) -> None:
    options = SessionOptions(encoding="json" if encoding == "json" else "msgpack")
    async with Session(hub.url, token="good", options=options) as session:
        await session.subscribe(ROOM)
        await hub.say("héllo")
        assert await bodies(session, 1) == ["héllo"]


async def test_a_session_knows_who_it_is(hub: FakeHub) -> None:
    async with Session(hub.url, token="good") as session:
        assert session.me.id == ME
        assert session.epoch == hub.epoch


async def test_subscribing_from_a_seq_replays_what_came_after_it(hub: FakeHub) -> None:
    for body in "abc":
        await hub.say(body)
    async with Session(hub.url, token="good") as session:
        state = await session.subscribe(ROOM, 1)
        assert (state.head, state.after) == (3, 1)
        assert await bodies(session, 2) == ["b", "c"]


async def test_who_leaves_a_room_is_told_that_its_stream_has_ended(hub: FakeHub) -> None:
    async with Session(hub.url, token="good") as session:
        await session.subscribe(ROOM, 0)
        left = MemberLeft(member=ME)
        await hub.write(ROOM, ME, left)
        received = [await anext(session) for _ in range(2)]
        assert session.cursors() == {}
    assert received == [Event(ROOM, 1, hub.now, ME, left), StreamLeft(ROOM)]


async def test_a_stream_that_does_not_exist_is_refused(hub: FakeHub) -> None:
    hub.hidden.add(ROOM)
    async with Session(hub.url, token="good") as session:
        with pytest.raises(RefusedError, match="not_found: There is no such stream"):
            await session.subscribe(ROOM)


async def test_a_write_returns_its_place(hub: FakeHub) -> None:
    async with Session(hub.url, token="good") as session:
        written = await session.send(ROOM, "hello", reply_to=None)
        assert (written.seq, written.duplicate) == (1, False)
        assert hub.bodies() == ["hello"]


async def test_a_write_with_a_known_key_happens_once(hub: FakeHub) -> None:
    key = "00000000-0000-4000-8000-000000000000"
    async with Session(hub.url, token="good") as session:
        first = await session.send(ROOM, "hello", key=key)
        again = await session.send(ROOM, "hello", key=key)
    assert again.seq == first.seq
    assert again.duplicate
    assert hub.bodies() == ["hello"]


async def test_every_kind_of_write_returns_its_place(hub: FakeHub) -> None:
    async with Session(hub.url, token="good") as session:
        places = [
            await session.edit(ROOM, 5, "better"),
            await session.react(ROOM, 5, "👍"),
            await session.unreact(ROOM, 5, "👍"),
            await session.pin(ROOM, 5),
            await session.unpin(ROOM, 5),
            await session.delete(ROOM, 5),
        ]
    assert [each.seq for each in places] == [5] * 6


async def test_a_refused_write_raises_with_all_that_the_hub_said(hub: FakeHub) -> None:
    hub.refusals.append(
        Error(ref=0, code="too_large", detail="8,001", retry=False, field="body", limit=8000)
    )
    async with Session(hub.url, token="good") as session:
        with pytest.raises(RefusedError) as caught:
            await session.send(ROOM, "long")
    error = caught.value
    assert (error.code, error.field, error.limit, error.retry) == ("too_large", "body", 8000, False)


async def test_a_write_that_is_refused_for_the_moment_is_repeated(hub: FakeHub) -> None:
    hub.refusals.append(Error(ref=0, code="rate_limited", detail="slowly", retry=True, after_ms=1))
    async with Session(hub.url, token="good") as session:
        await session.send(ROOM, "hello")
    assert hub.bodies() == ["hello"]


async def test_many_writes_at_once_keep_their_order(hub: FakeHub) -> None:
    async with Session(hub.url, token="good") as session:
        await asyncio.gather(*(session.send(ROOM, str(n)) for n in range(600)))
    assert hub.bodies() == [str(n) for n in range(600)]


async def test_an_answer_lost_with_the_socket_is_asked_for_again(hub: FakeHub) -> None:
    hub.forgets_answers = True
    async with Session(hub.url, token="good") as session:
        written = await session.send(ROOM, "hello")
    assert written.duplicate
    assert hub.bodies() == ["hello"]


async def test_a_session_resumes_where_it_was(hub: FakeHub) -> None:
    async with Session(hub.url, token="good") as session:
        await session.subscribe(ROOM)
        await hub.say("before")
        assert await bodies(session, 1) == ["before"]
        await hub.stop()
        await hub.say("meanwhile")
        await hub.start()
        await hub.until(lambda: len(hub.commands(Hello)) == 2)
        await hub.say("after")
        assert await bodies(session, 2) == ["meanwhile", "after"]


async def test_a_call_made_while_the_link_is_broken_waits_for_the_next(hub: FakeHub) -> None:
    async with Session(hub.url, token="good") as session:
        await hub.stop()
        call = asyncio.create_task(session.send(ROOM, "hello"))
        await hub.start()
        async with asyncio.timeout(10):
            await call
    assert hub.bodies() == ["hello"]


async def test_a_cancelled_write_is_made_all_the_same(hub: FakeHub) -> None:
    async with Session(hub.url, token="good") as session:
        call = asyncio.create_task(session.send(ROOM, "hello"))
        await asyncio.sleep(0)
        call.cancel()
        await session.send(ROOM, "later")
    assert hub.bodies() == ["hello", "later"]


async def test_whoever_asked_is_told_of_the_link(hub: FakeHub) -> None:
    told: list[LinkNews] = []
    async with Session(
        hub.url, token="good", options=SessionOptions(on_link=told.append)
    ) as session:
        await hub.close_sockets(4013, "busy")
        await session.send(ROOM, "back")
    broken = told[1]
    assert isinstance(told[0], Opened)
    assert isinstance(broken, Broken)
    assert (broken.code, broken.reason) == (4013, "busy")
    assert isinstance(told[2], Opened)


async def test_the_tap_sees_every_frame_as_it_came(hub: FakeHub) -> None:
    frames: list[bytes] = []
    async with Session(
        hub.url, token="good", options=SessionOptions(on_frame=frames.append)
    ) as session:
        await session.subscribe(ROOM)
        await hub.say("hello")
        await bodies(session, 1)
    assert [unpack(each)["t"] for each in frames] == ["welcome", "subscribed", "event"]


async def test_a_ping_is_answered(hub: FakeHub) -> None:
    async with Session(hub.url, token="good"):
        await hub.tell(Ping())
        await hub.until(lambda: hub.received[-1].__class__.__name__ == "Pong")


async def test_markers_typing_and_leaving_need_no_answer(hub: FakeHub) -> None:
    async with Session(hub.url, token="good") as session:
        await session.subscribe(ROOM)
        session.mark_read(ROOM, 3)
        session.show_typing(ROOM)
        session.unsubscribe(ROOM)
        await hub.until(lambda: bool(hub.commands(Unsubscribe)))
    assert hub.commands(MarkRead) == [MarkRead(stream=ROOM, seq=3)]
    assert hub.commands(Typing) == [Typing(stream=ROOM)]


async def test_history_comes_as_a_page(hub: FakeHub) -> None:
    await hub.say("hello")
    async with Session(hub.url, token="good") as session:
        assert (await session.history(ROOM, before=9)).as_of == 1


async def test_a_newer_token_is_taken(hub: FakeHub) -> None:
    async with Session(hub.url, token="good") as session:
        await session.refresh("good")


async def test_ephemerals_come_too(hub: FakeHub) -> None:
    async with Session(hub.url, token="good") as session:
        await session.subscribe(ROOM)
        typing = Ephemeral(stream=ROOM, kind="typing", member=ANN)
        await hub.tell(typing)
        assert await next_of(session, Ephemeral) == typing


async def test_who_is_present_comes_whole_after_every_change(hub: FakeHub) -> None:
    async with Session(hub.url, token="good") as session:
        await session.subscribe(ROOM)
        assert session.present(ROOM) is None
        await hub.tell(Present(stream=ROOM, whole=True, active=(ANN, ME)))
        await hub.tell(Present(stream=ROOM, gone=(ME,)))
        both, alone = [await next_of(session, RoomPresence) for _ in range(2)]
        assert isinstance(both, RoomPresence)
        assert sorted(both.members) == sorted((ANN, ME))
        assert session.present(ROOM) == alone
        assert isinstance(alone, RoomPresence)
        assert dict(alone.members) == {ANN: "active"}


async def test_one_says_that_one_is_away(hub: FakeHub) -> None:
    async with Session(hub.url, token="good") as session:
        session.show_presence("away")
        await hub.until(lambda: bool(hub.commands(Presence)))
        assert hub.commands(Presence) == [Presence(state="away")]


async def test_another_epoch_resets_every_stream(hub: FakeHub) -> None:
    async with Session(hub.url, token="good") as session:
        await session.subscribe(ROOM)
        await hub.stop()
        hub.epoch = "f" * 16
        await hub.start()
        assert await next_of(session, StreamReset) == StreamReset(ROOM, 0)


async def test_a_cursor_of_another_epoch_is_refused(hub: FakeHub) -> None:
    options = SessionOptions(resume={ROOM: 5}, epoch="f" * 16)
    async with Session(hub.url, token="good", options=options) as session:
        assert await next_of(session, StreamReset) == StreamReset(ROOM, 0)
        assert session.cursors() == {}


# The reader who is slow


async def test_a_slow_reader_makes_the_session_stop_reading(hub: FakeHub) -> None:
    frames: list[bytes] = []
    async with Session(
        hub.url, token="good", options=SessionOptions(on_frame=frames.append)
    ) as session:
        await session.subscribe(ROOM)
        for number in range(4000):
            await hub.say(str(number))
        assert len(frames) < 3000
        assert await bodies(session, 4000) == [str(number) for number in range(4000)]


async def test_a_slow_reader_may_write_although_much_waits_to_be_read(hub: FakeHub) -> None:
    async with Session(hub.url, token="good") as session:
        await session.subscribe(ROOM)
        for number in range(3000):
            await hub.say(str(number))
        async with asyncio.timeout(10):
            await session.send(ROOM, "mine")
        assert (await bodies(session, 3001))[-1] == "mine"


# The end


@pytest.mark.parametrize(("token", "code"), [("bad", 4200)])
async def test_a_token_that_the_hub_does_not_know_ends_the_session(
    hub: FakeHub, token: str, code: int
) -> None:
    with pytest.raises(EndedError, match="the hub does not know the token") as caught:
        async with Session(hub.url, token=token):
            pass
    assert (caught.value.code, caught.value.verdict) == (code, "stop")


async def test_when_the_hub_ends_the_session_everybody_hears_of_it(hub: FakeHub) -> None:
    async with Session(hub.url, token="good") as session:
        hub.silent = True
        call = asyncio.create_task(session.send(ROOM, "hello"))
        await hub.until(lambda: bool(hub.commands(Send)))
        await hub.close_sockets(4101)
        with pytest.raises(EndedError, match="another session"):
            await call
        with pytest.raises(EndedError):
            await anext(session)
        with pytest.raises(EndedError):
            await session.send(ROOM, "again")


async def test_a_closed_session_ends_its_iteration_and_refuses_calls(hub: FakeHub) -> None:
    async with Session(hub.url, token="good") as session:
        await session.subscribe(ROOM)
    assert [incoming async for incoming in session] == []
    with pytest.raises(LinkError, match="closed"):
        await session.send(ROOM, "hello")


async def test_a_session_that_was_never_opened_says_how() -> None:
    with pytest.raises(LinkError, match="async with"):
        await Session("http://localhost:1", token="good").send(ROOM, "hello")


async def test_a_hub_that_is_not_there_is_named_with_the_trouble() -> None:
    options = SessionOptions(open_timeout_s=0.05)
    with pytest.raises(
        LinkError, match=r"No welcome within 0\.05 s: ws://127\.0\.0\.1:1/ws cannot"
    ):
        async with Session("http://127.0.0.1:1", token="good", options=options):
            pass


async def test_what_answers_but_is_no_hub_is_named(hub: FakeHub) -> None:
    options = SessionOptions(open_timeout_s=0.2)
    with pytest.raises(LinkError, match="HTTP 404"):
        async with Session(f"{hub.url}/elsewhere", token="good", options=options):
            pass


def test_an_address_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="like http://localhost:8000, got 'localhost'"):
        Session("localhost", token="good")


async def test_who_subscribes_to_the_same_stream_at_once_gets_the_same_answer(
    hub: FakeHub,
) -> None:
    async with Session(hub.url, token="good") as session:
        states = await asyncio.gather(session.subscribe(ROOM), session.subscribe(ROOM, 0))
    assert states[0] is states[1]
    assert states[0].after == 0, "the later wish counts"
