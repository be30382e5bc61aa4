"""The state diagrams of the normative text show every way that a client goes, and no other."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Final

from hubbub_protocol.commands import Subscribe
from hubbub_protocol.errors import CloseCode
from hubbub_protocol.frames import Bye, Drain, Ping, Reset
from tests.protocol.dialogue import (
    EPOCH,
    ROOM,
    Dialogue,
    live,
    refused,
    state,
    subscribed,
    welcome,
)
from tests.protocol.document import read_document

NOWHERE: Final = "[*]"
Happening = Callable[[Dialogue], None]
Ways = set[tuple[str, str]]


def ways_in(root: Path, after: str) -> Ways:
    """Return the ways from one state to another in the first diagram behind some words."""
    text = read_document(root).text
    begin = text.index("```mermaid", text.index(after))
    diagram = text[begin : text.index("```\n", begin + 10)]
    found = re.findall(r"^    (\S+) --> ([^\s:]+)", diagram, re.MULTILINE)
    return {(one, other) for one, other in found if one != other}


def hang_up(code: int | None) -> Happening:
    return lambda dialogue: dialogue.lose(code)


def be_drained(dialogue: Dialogue) -> None:
    dialogue.hear(Drain(after_ms=0))
    dialogue.wait(0)


OF_SOCKETS: Final[tuple[Happening, ...]] = (
    lambda dialogue: dialogue.hear(welcome()),
    lambda dialogue: dialogue.hear(Ping()),
    lambda dialogue: dialogue.hear(Bye(code=CloseCode.SERVICE_RESTART, reason="")),
    lambda dialogue: dialogue.hear(Bye(code=CloseCode.BANNED, reason="")),
    lambda dialogue: dialogue.wait(100),
    be_drained,
    *map(hang_up, [None, *CloseCode]),
)


def after_all(happenings: list[Happening]) -> Dialogue:
    dialogue = Dialogue()
    for happen in happenings:
        happen(dialogue)
    return dialogue


def open_socket(dialogue: Dialogue) -> None:
    dialogue.connect()


def ways_of_sessions() -> Ways:
    """Return the ways that lead from phase to phase, whatever happens in each."""
    ways: Ways = {(NOWHERE, Dialogue().phase()), ("ended", NOWHERE)}
    paths: list[list[Happening]] = [[]]
    known: set[object] = set()
    for path in paths:
        dialogue = after_all(path)
        before = dialogue.phase()
        # Why a socket is left decides what comes of its end.
        place = before, dialogue.session._farewell
        if place in known:
            continue
        known.add(place)
        # Where there is no socket, none is closed for a reason.
        for happen in (open_socket, hang_up(None)) if before == "waiting" else OF_SOCKETS:
            reached = after_all([*path, happen]).phase()
            if reached != before:
                ways.add((before, reached))
            paths.append([*path, happen])
    return ways


def test_the_ways_of_a_session_are_those_of_its_diagram(root: Path) -> None:
    assert ways_of_sessions() == ways_in(root, "As its client sees it")


# A stream within a live session


def wanted() -> Dialogue:
    dialogue = live()
    dialogue.session.subscribe(ROOM)
    return dialogue


def asked() -> Dialogue:
    dialogue = wanted()
    dialogue.said_one(Subscribe)
    return dialogue


def resuming() -> Dialogue:
    dialogue = Dialogue(resume={ROOM: 0}, epoch=EPOCH)
    dialogue.connect()
    return dialogue


def say_what_is_to_be_said(dialogue: Dialogue) -> None:
    dialogue.said()


def name_it_in_the_welcome(dialogue: Dialogue) -> None:
    if dialogue.phase() == "greeting":
        dialogue.hear(welcome(state(ROOM, 0)))


def unsubscribe(dialogue: Dialogue) -> None:
    dialogue.session.unsubscribe(ROOM)


ASK: Final = 1
"""The ``ref`` of the first command of a session."""
OF_STREAMS: Final[tuple[Happening, ...]] = (
    say_what_is_to_be_said,
    name_it_in_the_welcome,
    unsubscribe,
    lambda dialogue: dialogue.hear(subscribed(ASK, ROOM, 0)),
    lambda dialogue: dialogue.hear(refused(ASK, to=ROOM)),
    lambda dialogue: dialogue.hear(refused(ASK, to=ROOM, retry=False)),
    lambda dialogue: dialogue.hear(refused(None, to=ROOM)),
    lambda dialogue: dialogue.hear(refused(None, to=ROOM, retry=False)),
    lambda dialogue: dialogue.hear(Reset(stream=ROOM, epoch=EPOCH, head=0, ref=ASK)),
    lambda dialogue: dialogue.hear(Reset(stream=ROOM, epoch=EPOCH, head=0)),
    lambda dialogue: dialogue.hear(Reset(epoch=EPOCH)),
    lambda dialogue: dialogue.hear_event(1),
    lambda dialogue: dialogue.hear_event(3),
    lambda dialogue: dialogue.hear_leaving(1),
)


def phase_of(dialogue: Dialogue) -> str:
    subscription = dialogue.session._subscriptions._streams.get(ROOM)
    return NOWHERE if subscription is None else subscription.phase


def test_the_ways_of_a_stream_are_those_of_its_diagram(root: Path) -> None:
    ways: Ways = {(NOWHERE, "wanted"), (NOWHERE, "resuming")}
    for begin in (wanted, asked, resuming, lambda: live(ROOM)):
        for happen in OF_STREAMS:
            dialogue = begin()
            before = phase_of(dialogue)
            if dialogue.phase() == "greeting" and happen is not name_it_in_the_welcome:
                dialogue.hear(welcome())  # whatever else is said comes behind it
            happen(dialogue)
            ways.add((before, phase_of(dialogue)))
    differing = {(one, other) for one, other in ways if one != other}
    assert differing == ways_in(root, "A stream within a live session")
