"""Two worlds side by side: in one Bo answers Anna as he likes, in the other he only accepts.

Whatever Anna does, she cannot tell which of the two she lives in: what she sees is a function of
what she did and of acceptance (and of what Bo does as one who asks and ends), nothing else.
"""

from dataclasses import dataclass, replace
from typing import Final

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from hubbub_protocol.errors import Refusal
from hubbub_server.domain.pair_changes import (
    Accept,
    Answered,
    Ask,
    Asked,
    Block,
    BlockLifted,
    BlockSet,
    Closed,
    Command,
    Connect,
    Decline,
    End,
    Ended,
    Expire,
    News,
    Opened,
    PutOff,
    Unblock,
    Withdraw,
)
from hubbub_server.domain.pairs import Meeting, Pair, Request, Side
from hubbub_server.domain.personal_connections import is_shown, relation_of, standing_of, step

HOUR_US: Final = 3600 * 1_000_000
IN_A_ROOM: Final = Meeting("room", "bread")


@dataclass
class World:
    """A pair, as Anna stands to Bo."""

    pair: Pair

    def do(self, who: str, command: Command, now_us: int) -> tuple[News, ...] | str:
        """Let one of the two do something; return the news, or the refusal."""
        try:
            if who == "anna":
                change = step(self.pair, command, now_us)
                self.pair = change.pair
            else:
                change = step(_turned(self.pair), command, now_us)
                self.pair = _turned(change.pair)
        except Refusal as refused:
            return f"{refused.code} {refused.field} {refused.limit} {refused.detail}"
        return change.news


def _turned(pair: Pair) -> Pair:
    return Pair(pair.other, pair.me, pair.personal_connection)


def what_anna_hears(who: str, news: tuple[News, ...]) -> list[object]:
    """Return what is told in Anna's inbox, without what she may not learn from it."""
    heard: list[object] = []
    for each in news:
        match each:
            case Asked():
                if who == "anna" or each.told:
                    heard.append(("asked", who, _shown(each.request)))
            case Closed():
                hers = each.mine == (who == "anna")
                if hers or each.told:
                    heard.append(("closed", hers, _shown(each.request), each.outcome))
            case Opened() | Ended():
                heard.append(each)
            case Answered() | BlockSet() | BlockLifted():
                if who == "anna":
                    heard.append(type(each))
    return heard


def what_anna_sees(pair: Pair, now_us: int) -> list[object]:
    """Return what Anna's lists show."""
    hers, his = pair.me.request, pair.other.request
    pending = hers is not None and standing_of(hers, now_us) != "none"
    received = his is not None and standing_of(his, now_us) != "none" and is_shown(his)
    return [
        _shown(hers) if hers is not None and pending else None,
        _shown(his) if his is not None and received else None,
        pair.personal_connection,
        pair.me.blocks,
    ]


def _shown(request: Request) -> object:
    return (request.id, request.meeting, request.opening, request.sent_at, request.expires_at)


class TwoWorlds(RuleBasedStateMachine):
    """Anna does the same in both; Bo answers only in one of them."""

    def __init__(self) -> None:
        super().__init__()
        self.now_us = 1_000_000 * HOUR_US
        self.made = 0
        self.asked_before = 0
        self.last: list[object] = []

    @initialize(
        anna_is_new=st.booleans(),
        openings=st.sampled_from(["allowed", "off", "required"]),
        bo_is_a_bot=st.booleans(),
    )
    def meet(self, anna_is_new: bool, openings: str, bo_is_a_bot: bool) -> None:
        anna = Side("anna", "person", created_at=self.now_us if anna_is_new else 0)
        kind = "bot" if bo_is_a_bot else "person"
        bo = Side("bo", kind, created_at=0, openings=openings)  # type: ignore[arg-type]
        self.answering, self.silent = World(Pair(anna, bo)), World(Pair(anna, bo))

    # What Anna does, who lives in both

    def _anna(self, command: Command) -> None:
        answers = [
            world.do("anna", command, self.now_us) for world in (self.answering, self.silent)
        ]
        here, there = answers
        if isinstance(here, str) or isinstance(there, str):
            assert here == there, command
            return
        assert what_anna_hears("anna", here) == what_anna_hears("anna", there), command
        # Also what she does not hear takes as many events, so that its cost tells nothing.
        assert [type(each) for each in here] == [type(each) for each in there], command

    @rule(opening=st.sampled_from(["", "Hello"]), pending=st.integers(0, 11), knows=st.booleans())
    def anna_asks(self, opening: str, pending: int, knows: bool) -> None:
        self._anna(self._ask(opening, pending, knows=knows))

    @rule(latest=st.booleans())
    def anna_withdraws(self, latest: bool) -> None:
        request = self.silent.pair.me.request
        self._anna(Withdraw(request.id if request and latest else "r0"))

    @rule(command=st.sampled_from([Accept, PutOff, Decline]))
    def anna_answers(self, command: type[Accept] | type[PutOff] | type[Decline]) -> None:
        request = self.silent.pair.other.request
        asked = request.id if request else "r0"
        self._anna(Accept(asked, self._new("c")) if command is Accept else command(asked))  # type: ignore[call-arg]

    @rule(command=st.sampled_from([End(), Block(), Unblock()]))
    def anna_does(self, command: Command) -> None:
        self._anna(command)

    # What Bo does: his answers in one world alone, all else in both

    @rule(command=st.sampled_from([PutOff, Decline]))
    def bo_answers(self, command: type[PutOff] | type[Decline]) -> None:
        request = self.answering.pair.me.request
        if request is not None:
            news = self.answering.do("bo", command(request.id), self.now_us)
            assert isinstance(news, str) or what_anna_hears("bo", news) == []

    @rule()
    def bo_unblocks(self) -> None:
        news = self.answering.do("bo", Unblock(), self.now_us)
        assert not isinstance(news, str)
        assert what_anna_hears("bo", news) == []

    @rule()
    def bo_blocks(self) -> None:
        """To Anna it is an end, and that he withdraws what he asked."""
        news = self.answering.do("bo", Block(), self.now_us)
        assert not isinstance(news, str)
        seen: list[object] = []
        for each in news:
            if isinstance(each, Ended):
                seen += self._silently(End())
            elif isinstance(each, Closed):
                assert each.mine
                seen += self._silently(Withdraw(each.request.id))
        assert what_anna_hears("bo", news) == seen

    @rule(opening=st.sampled_from(["", "Hello"]))
    def bo_asks(self, opening: str) -> None:
        self._bo_in_both(self._ask(opening, 0, knows=True))

    @rule()
    def bo_accepts(self) -> None:
        request = self.answering.pair.me.request
        self._bo_in_both(Accept(request.id if request else "r0", self._new("c")))

    @rule()
    def bo_withdraws(self) -> None:
        request = self.answering.pair.other.request
        self._bo_in_both(Withdraw(request.id if request else "r0"))

    @rule()
    def bo_ends(self) -> None:
        self._bo_in_both(End())

    @rule()
    def somebody_introduces_them(self) -> None:
        meeting = Meeting("introduction", introduced_by="cleo")
        self._bo_in_both(Connect(self._new("c"), meeting))

    def _bo_in_both(self, command: Command) -> None:
        """What Bo can do after his answers, he does in the other world too."""
        news = self.answering.do("bo", command, self.now_us)
        if not isinstance(news, str):
            assert what_anna_hears("bo", news) == self._silently(command)

    def _silently(self, command: Command) -> list[object]:
        news = self.silent.do("bo", command, self.now_us)
        assert not isinstance(news, str), news
        return what_anna_hears("bo", news)

    # What time does

    @rule(hours=st.sampled_from([1, 30, 24 * 45, 24 * 90, 24 * 181]))
    def time_passes(self, hours: int) -> None:
        self.now_us += hours * HOUR_US

    @rule(whose=st.sampled_from(["anna", "bo"]))
    def the_job_passes(self, whose: str) -> None:
        heard = []
        for world in (self.answering, self.silent):
            news = world.do(whose, Expire(), self.now_us)
            assert not isinstance(news, str)
            heard.append(what_anna_hears(whose, news))
        assert heard[0] == heard[1]

    @rule(banned=st.booleans())
    def bo_is_shut_out_or_let_in(self, banned: bool) -> None:
        for world in (self.answering, self.silent):
            world.pair = replace(world.pair, other=replace(world.pair.other, banned=banned))

    # What always holds

    @invariant()
    def anna_sees_the_same(self) -> None:
        if hasattr(self, "silent"):
            here = what_anna_sees(self.answering.pair, self.now_us)
            assert here == what_anna_sees(self.silent.pair, self.now_us)

    @invariant()
    def at_most_one_request_is_open(self) -> None:
        for world in self._worlds():
            sides = (world.pair.me, world.pair.other)
            open_ones = [s for s in sides if standing_of(s.request, self.now_us) != "none"]
            assert len(open_ones) <= 1
            if relation_of(world.pair) == "connected":
                assert open_ones == []

    @invariant()
    def who_blocks_is_neither_connected_nor_asked(self) -> None:
        for world in self._worlds():
            for me, other in ((world.pair.me, world.pair.other), (world.pair.other, world.pair.me)):
                if me.blocks:
                    assert relation_of(world.pair) != "connected"
                    assert standing_of(me.request, self.now_us) == "none"
                    assert standing_of(other.request, self.now_us) in ("none", "phantom")

    def _worlds(self) -> list[World]:
        return [self.answering, self.silent] if hasattr(self, "silent") else []

    def _ask(self, opening: str, pending: int, *, knows: bool) -> Ask:
        meeting = IN_A_ROOM if knows else None
        return Ask(self._new("r"), self._new("c"), meeting, opening, pending)

    def _new(self, prefix: str) -> str:
        self.made += 1
        return f"{prefix}{self.made}"


TestTwoWorlds = TwoWorlds.TestCase
TestTwoWorlds.settings = settings(max_examples=150, stateful_step_count=40)
