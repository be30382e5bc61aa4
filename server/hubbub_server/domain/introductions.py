"""Introductions: two members brought together by one who is connected with both.

Nobody learns who did not accept. So what stands in the way of one (a block among the three, two
who are connected already) makes it a *dud*: to its maker it is open like any other, and it is
shown to neither of the two.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from hubbub_protocol.errors import Refusal
from hubbub_protocol.limits import (
    INTRODUCTION_DAYS,
    MAX_INTRODUCTIONS,
    MAX_INTRODUCTIONS_OF_TWO,
    MAX_SENTENCE,
)
from hubbub_protocol.members import MemberKind
from hubbub_server.domain.texts import check_line

DAY_US: Final = 24 * 3600 * 1_000_000
LASTS_US: Final = INTRODUCTION_DAYS * DAY_US

IntroductionState = Literal["open", "accepted", "withdrawn", "expired"]
Answer = Literal["none", "accepted", "declined"]


@dataclass(frozen=True, slots=True)
class Introduction:
    """An introduction as it stands. ``one`` is the lower of the two ids."""

    id: str
    introduced_by: str
    one: str
    other: str
    sentence: str
    state: IntroductionState
    dud: bool
    """Whether it is shown to neither of the two."""
    one_answer: Answer
    other_answer: Answer
    made_at: int
    """In microseconds since 1970, like the next."""
    expires_at: int

    def answer_of(self, member: str) -> Answer:
        """Return what one of the two has answered."""
        return self.one_answer if member == self.one else self.other_answer

    def met_by(self, member: str) -> str:
        """Return whom a member is introduced to."""
        return self.other if member == self.one else self.one

    @property
    def complete(self) -> bool:
        """Whether both have accepted."""
        return self.one_answer == "accepted" and self.other_answer == "accepted"


def check_sentence(sentence: str) -> str:
    """Return why two should know each other, without the blanks around it."""
    return check_line(sentence, "sentence", MAX_SENTENCE)


def require_two_others(me: str, members: tuple[str, str]) -> None:
    """Raise unless these are two different members, and not oneself."""
    if len({me, *members}) < len(members) + 1:
        raise Refusal(
            "bad_request",
            "`members` must be two different members beside yourself",
            field="members",
        )


def require_may_introduce(
    kind: MemberKind, connected: tuple[bool, bool], kinds: tuple[MemberKind, ...], open_: int
) -> None:
    """Raise unless one may introduce two members, with whom one is ``connected`` or not.

    ``kinds`` are those of the two, ``open_`` is how many introductions of the maker are open.
    """
    if kind == "bot":
        raise Refusal("forbidden", "Bots cannot introduce members to each other")
    if not all(connected):
        raise Refusal(
            "not_connected",
            "One introduces those alone with whom one has a personal connection",
            field="members",
        )
    if "bot" in kinds:
        raise Refusal("bad_request", "Bots are not introduced: ask them", field="members")
    if open_ >= MAX_INTRODUCTIONS:
        raise Refusal(
            "conflict",
            f"At most {MAX_INTRODUCTIONS} introductions may be open, and yours are {open_};"
            " withdraw one first",
            limit=MAX_INTRODUCTIONS,
        )


def require_no_insisting(earlier: Sequence[Introduction]) -> None:
    """Raise unless one may introduce two whom one introduced in the days that one of them lasts.

    Whatever became of those: what is refused tells nothing of what the two have answered.
    """
    if any(introduction.state == "open" for introduction in earlier):
        raise Refusal("conflict", "You are introducing the two already", field="members", limit=1)
    if len(earlier) >= MAX_INTRODUCTIONS_OF_TWO:
        raise Refusal(
            "conflict",
            f"One introduces the same two at most {MAX_INTRODUCTIONS_OF_TWO} times within"
            f" {INTRODUCTION_DAYS} days",
            field="members",
            limit=MAX_INTRODUCTIONS_OF_TWO,
        )


def is_open(introduction: Introduction | None, now_us: int) -> bool:
    """Whether an introduction is open: by the clock, whether or not its end was written down."""
    return (
        introduction is not None
        and introduction.state == "open"
        and now_us < introduction.expires_at
    )


def require_shown(introduction: Introduction | None, member: str, now_us: int) -> Introduction:
    """Return an introduction that one may answer, or raise ``not_found``."""
    if introduction is None or not is_open(introduction, now_us) or introduction.dud:
        raise no_such_introduction()
    if member not in (introduction.one, introduction.other):
        raise no_such_introduction()
    if introduction.answer_of(member) == "declined":
        raise no_such_introduction()
    return introduction


def require_own(introduction: Introduction | None, member: str, now_us: int) -> Introduction:
    """Return an open introduction that one has made, or raise ``not_found``."""
    if introduction is None or not is_open(introduction, now_us):
        raise no_such_introduction()
    if introduction.introduced_by != member:
        raise no_such_introduction()
    return introduction


def answered(introduction: Introduction, member: str, answer: Answer) -> Introduction:
    """Return the introduction with the answer of one of the two."""
    if member == introduction.one:
        return replace(introduction, one_answer=answer)
    return replace(introduction, other_answer=answer)


def no_such_introduction() -> Refusal:
    """The refusal of what does not exist, is closed, or is not for the caller."""
    return Refusal("not_found", "There is no such introduction", field="introduction")
