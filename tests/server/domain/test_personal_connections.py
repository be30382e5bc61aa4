"""The state table of a pair: what each move makes of it, and what is refused where."""

from dataclasses import replace
from typing import Final, get_args

import pytest

from hubbub_protocol.errors import Refusal
from hubbub_server.domain.pair_changes import (
    Accept,
    Answered,
    Ask,
    Asked,
    Block,
    BlockSet,
    Closed,
    Command,
    Connect,
    Decline,
    End,
    Ended,
    Expire,
    Opened,
    PutOff,
    Unblock,
    Withdraw,
)
from hubbub_server.domain.pairs import Meeting, Openings, Pair, Side
from hubbub_server.domain.personal_connections import (
    RELATIONS,
    REQUESTS,
    Move,
    Relation,
    Standing,
    relation_of,
    standing_of,
    step,
)

DAY_US: Final = 24 * 3600 * 1_000_000
NOW: Final = 1000 * DAY_US
IN_A_ROOM: Final = Meeting("room", "bread")

ANNA: Final = Side("anna", "person", created_at=0)
BO: Final = Side("bo", "person", created_at=0)
STRANGERS: Final = Pair(ANNA, BO)


def ask(
    meeting: Meeting | None = IN_A_ROOM, *, request: str = "r1", opening: str = "", pending: int = 0
) -> Ask:
    """Ask, as somebody who shares a room with the other."""
    return Ask(request, "channel", meeting, opening, pending)


def turned(pair: Pair) -> Pair:
    """Return the pair as the other one stands to it."""
    return Pair(pair.other, pair.me, pair.personal_connection)


def after(*commands: tuple[str, Command], pair: Pair = STRANGERS, now_us: int = NOW) -> Pair:
    """Let Anna and Bo do something one after the other; return the pair as Anna stands to it."""
    for who, command in commands:
        acting = pair if who == "anna" else turned(pair)
        changed = step(acting, command, now_us).pair
        pair = changed if who == "anna" else turned(changed)
    return pair


def refusal(pair: Pair, command: Command, now_us: int = NOW) -> tuple[str, str | None]:
    """Return code and field of the refusal that a command must come to."""
    with pytest.raises(Refusal) as refused:
        step(pair, command, now_us)
    return refused.value.code, refused.value.field


PENDING: Final = after(("anna", ask()))
ANSWERED: Final[dict[Standing, Pair]] = {
    "waiting": PENDING,
    "put_off": after(("bo", PutOff("r1")), pair=PENDING),
    "declined": after(("bo", Decline("r1")), pair=PENDING),
    "phantom": after(("bo", Block()), pair=PENDING),
}
CONNECTED: Final = after(("bo", Accept("r1", "channel")), pair=PENDING)


def test_the_tables_know_every_move_in_every_standing() -> None:
    assert set(REQUESTS) == set(get_args(Standing))
    for moves in REQUESTS.values():
        assert set(moves) == set(get_args(Move))
    assert set(RELATIONS) == set(get_args(Relation))


@pytest.mark.parametrize("standing", ANSWERED)
def test_each_answer_leads_to_its_standing(standing: Standing) -> None:
    assert standing_of(ANSWERED[standing].me.request, NOW) == standing


@pytest.mark.parametrize("standing", ANSWERED)
@pytest.mark.parametrize("days", [0, 91])
@pytest.mark.parametrize("command", [ask(request="r2"), Withdraw("r1"), Expire(), Block(), End()])
def test_what_the_sender_does_comes_to_the_same_whatever_the_answer(
    standing: Standing, days: int, command: Command
) -> None:
    """The state that the sender sees, the refusals, and how much is told, to whomever."""
    outcomes: list[object] = []
    for pair in (PENDING, ANSWERED[standing]):
        try:
            change = step(pair, command, NOW + days * DAY_US)
        except Refusal as refused:
            outcomes.append(refused.detail)
            continue
        request = change.pair.me.request
        outcomes.append((request and request.state, [type(news) for news in change.news]))
    assert outcomes[0] == outcomes[1]


def test_a_request_is_pending_for_90_days() -> None:
    request = PENDING.me.request
    assert request is not None
    assert request.expires_at == NOW + 90 * DAY_US
    assert standing_of(request, request.expires_at - 1) == "waiting"
    assert standing_of(request, request.expires_at) == "none"
    assert step(PENDING, Expire(), request.expires_at - 1).news == ()
    (news,) = step(PENDING, Expire(), request.expires_at).news
    assert isinstance(news, Closed)
    assert (news.outcome, news.told) == ("expired", True)


def test_accepting_connects_the_two_and_closes_the_request() -> None:
    change = step(turned(PENDING), Accept("r1", "channel"), NOW)
    closed, opened = change.news
    assert isinstance(closed, Closed)
    assert (closed.mine, closed.outcome, closed.told) == (False, "accepted", True)
    assert opened == Opened("channel", IN_A_ROOM)
    assert relation_of(change.pair) == "connected"
    assert step(change.pair, Accept("r1", "channel"), NOW).news == ()


def test_one_who_put_a_request_off_may_still_accept_it() -> None:
    accepted = after(("bo", Accept("r1", "channel")), pair=ANSWERED["put_off"])
    assert relation_of(accepted) == "connected"


def test_not_now_holds_for_a_request_that_is_withdrawn_and_made_anew() -> None:
    withdrawn = after(("anna", Withdraw("r1")), pair=ANSWERED["put_off"])
    change = step(withdrawn, ask(request="r2"), NOW + DAY_US)
    assert standing_of(change.pair.me.request, NOW + DAY_US) == "put_off"
    (asked,) = change.news
    assert isinstance(asked, Asked)
    assert not asked.told


def test_not_now_ends_when_the_request_would_have_expired() -> None:
    withdrawn = after(("anna", Withdraw("r1")), pair=ANSWERED["put_off"])
    change = step(withdrawn, ask(request="r2"), NOW + 90 * DAY_US)
    assert standing_of(change.pair.me.request, NOW + 90 * DAY_US) == "waiting"


@pytest.mark.parametrize("standing", ["declined", "phantom"])
@pytest.mark.parametrize("command", [Accept("r1", "channel"), PutOff("r1")])
def test_one_who_declined_or_blocked_answers_no_more(standing: Standing, command: Command) -> None:
    assert refusal(turned(ANSWERED[standing]), command) == ("not_found", "request")


def test_the_same_answer_again_has_no_effect() -> None:
    put_off, declined = turned(ANSWERED["put_off"]), turned(ANSWERED["declined"])
    assert step(put_off, PutOff("r1"), NOW).news == ()
    assert step(declined, Decline("r1"), NOW + DAY_US).pair == declined


def test_an_answer_is_told_to_the_one_who_gave_it_alone() -> None:
    (news,) = step(turned(PENDING), Decline("r1"), NOW).news
    assert isinstance(news, Answered)
    assert news.answer == "declined"


def test_only_the_latest_request_is_answered_and_withdrawn() -> None:
    again = after(("anna", Withdraw("r1")), ("anna", ask(request="r2")), pair=PENDING)
    for command in (Accept("r1", "channel"), Decline("r1"), PutOff("r1")):
        assert refusal(turned(again), command) == ("not_found", "request")
    assert refusal(again, Withdraw("r1")) == ("not_found", "request")


@pytest.mark.parametrize(
    ("days", "standing"), [(0, "phantom"), (179, "phantom"), (180, "waiting"), (400, "waiting")]
)
def test_after_a_decline_none_is_delivered_for_180_days(days: int, standing: Standing) -> None:
    withdrawn = after(("anna", Withdraw("r1")), pair=ANSWERED["declined"])
    later = NOW + days * DAY_US
    change = step(withdrawn, ask(request="r2"), later)
    assert standing_of(change.pair.me.request, later) == standing
    (news,) = change.news
    assert isinstance(news, Asked)
    assert news.told == (standing == "waiting")


def test_a_request_to_one_who_blocks_is_taken_and_never_delivered() -> None:
    blocked = after(("bo", Block()))
    (news,) = step(blocked, ask(), NOW).news
    assert isinstance(news, Asked)
    assert not news.told


def test_asking_over_a_request_that_has_expired_closes_it_first() -> None:
    later = NOW + 91 * DAY_US
    closed, asked = step(PENDING, ask(request="r2"), later).news
    assert isinstance(closed, Closed)
    assert (closed.request.id, closed.outcome) == ("r1", "expired")
    assert isinstance(asked, Asked)


@pytest.mark.parametrize("standing", ["waiting", "put_off", "declined"])
def test_two_requests_that_cross_connect_at_once(standing: Standing) -> None:
    crossed = step(turned(ANSWERED[standing]), ask(None, request="r2"), NOW)
    assert relation_of(crossed.pair) == "connected"
    assert crossed.pair.me.request is None
    closed, opened = crossed.news
    assert isinstance(closed, Closed)
    assert closed.request.id == "r1"
    assert opened == Opened("channel", IN_A_ROOM)


def test_a_request_that_never_arrived_crosses_too_once_the_block_is_lifted() -> None:
    pair = ANSWERED["phantom"]
    assert refusal(turned(pair), ask(request="r2")) == ("conflict", "member")
    unblocked = after(("bo", Unblock()), pair=pair)
    assert relation_of(after(("bo", ask(request="r2")), pair=unblocked)) == "connected"


def test_after_a_reconnection_an_old_decline_counts_no_more() -> None:
    withdrawn = after(("anna", Withdraw("r1")), pair=ANSWERED["declined"])
    connected = after(("bo", ask(request="r2")), ("anna", Accept("r2", "channel")), pair=withdrawn)
    ended = after(("bo", End()), pair=connected)
    again = after(("anna", ask(request="r3")), pair=ended)
    assert standing_of(again.me.request, NOW) == "waiting"


def test_a_reconnection_opens_the_same_channel() -> None:
    ended = after(("anna", End()), pair=CONNECTED)
    asked = after(("bo", Ask("r2", "another", IN_A_ROOM, "", 0)), pair=ended)
    *_, opened = step(asked, Accept("r2", "another"), NOW).news
    assert opened == Opened("channel", IN_A_ROOM)


def test_ending_again_has_no_effect_and_strangers_have_nothing_to_end() -> None:
    change = step(CONNECTED, End(), NOW)
    assert change.news == (Ended("channel"),)
    assert step(change.pair, End(), NOW).news == ()
    assert step(turned(change.pair), End(), NOW).news == ()
    assert refusal(STRANGERS, End()) == ("not_found", "member")
    assert refusal(PENDING, End()) == ("not_found", "member")


def test_a_block_ends_the_personal_connection_and_looks_like_an_end() -> None:
    change = step(CONNECTED, Block(), NOW)
    assert change.news == (Ended("channel"), BlockSet())
    assert change.pair.me.blocks
    assert step(change.pair, Block(), NOW).news == ()


def test_a_block_withdraws_ones_own_request() -> None:
    closed, blocked = step(PENDING, Block(), NOW).news
    assert isinstance(closed, Closed)
    assert (closed.mine, closed.outcome) == (True, "withdrawn")
    assert blocked == BlockSet()


def test_a_block_makes_the_others_request_a_phantom_without_a_word() -> None:
    change = step(turned(PENDING), Block(), NOW)
    assert change.news == (BlockSet(),)
    assert standing_of(change.pair.other.request, NOW) == "phantom"


def test_lifting_a_block_that_is_not_there_has_no_effect() -> None:
    assert step(STRANGERS, Unblock(), NOW).news == ()


def test_who_is_connected_or_has_asked_need_not_ask() -> None:
    assert refusal(CONNECTED, ask(request="r2")) == ("conflict", "member")
    assert refusal(PENDING, ask(request="r2")) == ("conflict", "member")


def test_one_asks_whom_one_may_know() -> None:
    assert refusal(STRANGERS, ask(None)) == ("not_found", "member")
    banned = Pair(ANNA, replace(BO, banned=True))
    assert refusal(banned, ask()) == ("not_found", "member")


def test_who_is_banned_asks_nobody_any_more() -> None:
    asked = replace(PENDING, me=replace(PENDING.me, banned=True))
    assert refusal(turned(asked), Accept("r1", "channel")) == ("not_found", "request")
    assert refusal(turned(asked), ask(request="r2")) == ("not_found", "member")


@pytest.mark.parametrize(
    ("openings", "opening", "answer"),
    [
        ("allowed", "", None),
        ("allowed", "Hello", None),
        ("off", "", None),
        ("off", "Hello", ("bad_request", "opening")),
        ("required", "Hello", None),
        ("required", "", ("bad_request", "opening")),
    ],
)
def test_the_receiver_says_whether_an_opening_comes_with_it(
    openings: Openings, opening: str, answer: tuple[str, str] | None
) -> None:
    for blocks in (False, True):  # which must not be told from it
        other = replace(BO, openings=openings, blocks=blocks)
        pair = Pair(ANNA, other)
        if answer is None:
            assert step(pair, ask(opening=opening), NOW).news
        else:
            assert refusal(pair, ask(opening=opening)) == answer


@pytest.mark.parametrize(("age_hours", "most"), [(0, 5), (71, 5), (72, 10), (9000, 10)])
def test_so_many_requests_may_be_pending(age_hours: int, most: int) -> None:
    anna = replace(ANNA, created_at=NOW - age_hours * 3600 * 1_000_000)
    pair = Pair(anna, BO)
    assert step(pair, ask(pending=most - 1), NOW).news
    assert refusal(pair, ask(pending=most)) == ("conflict", None)


def test_bots_do_not_ask_but_answer() -> None:
    bot = replace(ANNA, kind="bot")
    assert refusal(Pair(bot, BO), ask()) == ("forbidden", None)
    asked = after(("anna", ask()), pair=Pair(ANNA, replace(BO, kind="bot")))
    assert relation_of(after(("bo", Accept("r1", "channel")), pair=asked)) == "connected"


def test_a_bot_may_accept_requests_as_they_come() -> None:
    willing = replace(BO, kind="bot", accepts_requests=True)
    asked, closed, opened = step(Pair(ANNA, willing), ask(), NOW).news
    assert isinstance(asked, Asked)
    assert isinstance(closed, Closed)
    assert (closed.mine, closed.outcome) == (True, "accepted")
    assert opened == Opened("channel", IN_A_ROOM)
    blocking = Pair(ANNA, replace(willing, blocks=True))
    (asked,) = step(blocking, ask(), NOW).news
    assert isinstance(asked, Asked)
    assert not asked.told


def test_an_introduction_connects_and_closes_what_was_asked() -> None:
    by_cleo = Connect("channel", Meeting("introduction", introduced_by="cleo"))
    closed, opened = step(PENDING, by_cleo, NOW).news
    assert isinstance(closed, Closed)
    assert closed.outcome == "accepted"
    assert opened == Opened("channel", by_cleo.meeting)
    assert refusal(CONNECTED, by_cleo) == ("conflict", "member")
    assert refusal(after(("bo", Block())), by_cleo) == ("not_found", "member")
