"""Rights change in the order of seq: nothing later than a removal reaches the removed."""

import asyncio

import pytest
from sqlalchemy import update

from hubbub_protocol.errors import CloseCode, Refusal
from hubbub_protocol.events import AccountBanned, SignInsRevoked
from hubbub_protocol.streams import CONTROL, inbox_stream, room_stream
from hubbub_server.hub.sessions import OvertakenError
from hubbub_server.hub.subscribing import Granted, Wish
from hubbub_server.hub.subscription import Rights, Subscription
from hubbub_server.store.interface import NewEvent
from hubbub_server.store.schema import memberships
from tests.server.hub.company import Company
from tests.server.hub.counted_ear import CountedEar
from tests.server.hub.ear import Ear
from tests.server.hub.slow_store import SlowStore


async def test_a_removed_member_receives_the_removal_and_nothing_later(company: Company) -> None:
    ear = await company.listen("bo")
    seq = await company.dismiss("bo")
    await company.say("ada", "without Bo")
    await company.settled()
    assert ear.seqs == [seq]


async def test_a_removal_between_joined_messages_cuts_the_write(company: Company) -> None:
    ear, other = await company.listen("bo"), await company.listen("cy")
    before = await company.commit("ada", "before")
    seq = await company.dismiss("bo", publish=False)
    after = await company.commit("ada", "after")
    removal = await company.village.store.read_page(company.room, seq - 1, seq)
    company.publish([*before, *removal, *after])
    await company.settled()
    assert ear.seqs == [2, 3]
    assert other.seqs == [2, 3, 4]


async def test_a_slow_client_that_is_removed_gets_no_more_than_the_removal(
    company: Company,
) -> None:
    ear = await company.listen("bo")
    ear.stop_reading()
    await company.say("ada", "one")
    seq = await company.dismiss("bo")
    await company.say("ada", "two")
    await company.settled()
    ear.read_on()
    await company.settled()
    assert ear.seqs == [2, seq]


async def test_a_removal_that_nobody_published_still_cuts_the_delivery(company: Company) -> None:
    ear = await company.listen("bo")
    seq = await company.dismiss("bo", publish=False)
    await company.say("ada", "two")
    await company.settled()
    assert ear.seqs == [seq]


async def test_a_former_member_replays_up_to_the_own_departure(company: Company) -> None:
    await company.say("ada", "one")
    seq = await company.dismiss("bo")
    await company.say("ada", "two")
    ear = await company.listen("bo", seq=0)
    await company.say("ada", "three")
    await company.settled()
    assert ear.seqs == list(range(1, seq + 1))


async def test_one_who_was_removed_during_a_pass_resumes_up_to_the_removal(
    company: Company,
) -> None:
    await company.listen("cy")
    stream = company.hub._live.find(company.room)
    assert stream is not None
    host = company.session("ada", Ear())
    for _ in range(200):  # more than are written to in one turn: the pass takes several
        crowd = Subscription(host, stream, 1, Rights(1))
        crowd.in_step = True
        stream.fan_out.in_step[crowd] = None
    before = await company.commit("ada", "before")
    seq = await company.dismiss("bo", publish=False)
    removal = await company.village.store.read_page(company.room, seq - 1, seq)
    ear = CountedEar()
    session = company.session("bo", ear)
    company.publish(before)
    await asyncio.sleep(0)  # the pass has begun
    company.publish(removal)
    assert stream.fan_out.passed < seq == stream.head
    session.add(Subscription(session, stream, before[0].seq, Rights(seq, until=seq)))
    await company.say("ada", "after")
    await company.settled()
    assert ear.closed is None
    assert ear.seqs == [seq]


async def test_a_removal_while_one_subscribes_ends_the_subscription(
    quiet: Company, slow_store: SlowStore
) -> None:
    await quiet.listen("ada")
    missed = await quiet.commit("ada", "before")
    slow_store.answering.clear()
    ear = Ear()
    session = quiet.session("bo", ear)
    asking = asyncio.ensure_future(quiet.ask(session, None))
    await slow_store.until(lambda: slow_store.kept_back)  # after rights and head are known
    removal = await quiet.dismiss("bo", publish=False)
    async with slow_store.snapshot() as reading:
        quiet.publish(await reading.read_events(quiet.room, removal - 1, 1))
    slow_store.answering.set()
    answer = await asking
    assert isinstance(answer, Granted)
    assert answer.head == missed[0].seq < removal
    answer.begin()
    await quiet.say("ada", "after")
    await quiet.settled()
    assert ear.seqs == [removal]


async def test_one_who_came_back_replays_across_the_old_departure(company: Company) -> None:
    await company.dismiss("bo")
    await company.say("ada", "without Bo")
    async with company.village.store.transaction([company.room]) as opened:
        await opened.execute(
            update(memberships)
            .where(memberships.c.member == company.ids["bo"])
            .values(state="member", until_seq=None)
        )
    ear = await company.listen("bo", seq=0)
    await company.say("ada", "with Bo")
    await company.settled()
    assert ear.seqs == [1, 2, 3, 4]


async def test_a_stranger_may_not_subscribe(company: Company) -> None:
    company.ids["dee"] = await company.village.welcome("dee")
    answer = await company.ask(company.session("dee", Ear()), None)
    assert isinstance(answer, Refusal)
    assert answer.code == "forbidden"


@pytest.mark.parametrize("stream", ["control", "direct:x", "room:x", "inbox:x", ""])
async def test_no_other_stream_exists_for_a_client(company: Company, stream: str) -> None:
    session = company.session("bo", Ear())
    (answer,) = await company.hub.subscribe(session, [Wish(stream, None)], None)
    assert isinstance(answer, Refusal)
    assert answer.code == "not_found"


async def test_no_stream_is_opened_for_one_who_may_not_receive_it(company: Company) -> None:
    company.ids["dee"] = await company.village.welcome("dee")
    elsewhere = await company.village.found(company.ids["ada"])
    names = [elsewhere, *(room_stream(company.village.new_id()) for _ in range(99))]
    session = company.session("dee", Ear())
    answers = await company.hub.subscribe(session, [Wish(name, None) for name in names], None)
    assert [getattr(answer, "code", None) for answer in answers] == ["forbidden"] + 99 * [
        "not_found"
    ]
    assert not any(company.hub._live.find(name) for name in names)


async def test_anothers_inbox_answers_like_a_room_that_does_not_exist(company: Company) -> None:
    session = company.session("bo", Ear())
    wishes = [Wish(inbox_stream(company.ids["ada"]), None), Wish(f"room:{company.ids['ada']}", 0)]
    inbox, nowhere = await company.hub.subscribe(session, wishes, None)
    assert repr(inbox) == repr(nowhere)


async def test_ones_own_inbox_is_there_before_its_first_event(company: Company) -> None:
    session = company.session("bo", Ear())
    wish = Wish(inbox_stream(company.ids["bo"]), None)
    (answer,) = await company.hub.subscribe(session, [wish], None)
    assert isinstance(answer, Granted)
    assert answer.head == 0


async def test_a_revoked_sign_in_closes_its_sockets_alone(company: Company) -> None:
    bo, cy = await company.listen("bo"), await company.listen("cy")
    revoked = SignInsRevoked(member=company.ids["bo"], sign_ins=(company.sign_ins["bo"],))
    await _tell_hubs(company, revoked)
    assert bo.closed is CloseCode.SIGNED_OUT
    assert cy.closed is None


async def test_a_banned_account_loses_its_sockets(company: Company) -> None:
    bo = await company.listen("bo")
    await _tell_hubs(company, AccountBanned(member=company.ids["bo"]))
    assert bo.closed is CloseCode.BANNED


async def test_a_newer_session_of_the_same_device_replaces_the_older(company: Company) -> None:
    older, newer = Ear(), Ear()
    company.session("bo", older, device="tab 1")
    company.session("bo", newer, device="tab 1")
    assert older.closed is CloseCode.SESSION_REPLACED
    assert newer.closed is None


async def test_a_hello_that_was_overtaken_does_not_replace_the_newer_session(
    company: Company,
) -> None:
    first, second = (company.hub.sessions.number_hello() for _ in range(2))
    newer = Ear()
    company.session("bo", newer, device="tab 1", hello=second)
    with pytest.raises(OvertakenError):
        company.session("bo", Ear(), device="tab 1", hello=first)
    company.session("bo", Ear(), device="tab 2", hello=first)
    assert newer.closed is None


async def test_too_many_sockets_of_one_member_are_refused(company: Company) -> None:
    for n in range(10):
        company.session("bo", Ear(), device=f"tab {n}")
    with pytest.raises(Refusal, match="At most 10"):
        company.session("bo", Ear(), device="one more")


async def test_two_hundred_removals_race_with_messages(company: Company) -> None:
    for race in range(200):
        name = f"guest{race}"
        company.ids[name] = await company.village.welcome(name)
        await company.village.admit(company.room, company.ids[name])
        ear = Ear()
        answer = await company.ask(company.session(name, ear, device=name), None)
        assert isinstance(answer, Granted)
        answer.begin()
        _, seq, _ = await asyncio.gather(
            company.say("ada", "racing"), company.dismiss(name), company.say("cy", "racing too")
        )
        await company.say("ada", "after")
        await company.settled()
        assert max(ear.seqs, default=0) <= seq, f"race {race}"


async def _tell_hubs(company: Company, payload: SignInsRevoked | AccountBanned) -> None:
    async with company.village.store.transaction([CONTROL]) as opened:
        events = await opened.append_events([NewEvent(CONTROL, "", payload)])
    company.publish(events)
    await company.settled()
