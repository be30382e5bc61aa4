"""Nobody is left waiting for events that no one sends: the narrow moments."""

import asyncio
from collections.abc import Callable

from sqlalchemy import text
from structlog.testing import capture_logs

from hubbub_protocol.errors import CloseCode
from hubbub_protocol.streams import inbox_stream
from hubbub_server.hub.subscribing import Granted, Wish
from tests.server.hub.company import Company
from tests.server.hub.ear import Ear


class StartledEar(Ear):
    """An ear that does something right after its first write, before anybody else's turn."""

    def __init__(self) -> None:
        super().__init__()
        self.startle: Callable[[], object] | None = None

    def write(self, frames: bytes) -> None:
        """Remember frames."""
        super().write(frames)
        startle, self.startle = self.startle, None
        if startle is not None:
            asyncio.get_running_loop().call_soon(startle)


async def test_a_stream_subscribed_at_the_very_end_of_a_catching_up_is_served(
    company: Company,
) -> None:
    mention = company.village.message(company.room, company.ids["ada"], mentions=("bo",))
    await company.village.send(mention)
    ear = StartledEar()
    session = company.session("bo", ear)
    inbox = Wish(inbox_stream(company.ids["bo"]), 0)
    room = await company.ask(session, 0)
    (other,) = await company.hub.subscribe(session, [inbox], None)
    assert isinstance(room, Granted)
    assert isinstance(other, Granted)
    ear.startle = other.begin
    room.begin()
    await company.settled()
    assert [(frame["stream"], frame["seq"]) for frame in ear.frames] == [
        (company.room, 1),
        (company.room, 2),
        (inbox.stream, 1),
    ]


async def test_a_client_whose_missed_events_cannot_be_read_is_told_to_resume(
    company: Company,
) -> None:
    await company.say("ada", *(str(n) for n in range(300)))
    ear = Ear()
    answer = await company.ask(company.session("bo", ear), 0)
    assert isinstance(answer, Granted)
    async with company.village.store.transaction(()) as opened:
        await opened.execute(text("ALTER TABLE events RENAME TO lost"))
    with capture_logs() as log:
        answer.begin()
        await company.settled()
    assert ear.closed == CloseCode.INTERNAL
    (line,) = [line for line in log if line["event"] == "catching up failed"]
    assert line["detail"] == "The database cannot be used right now"
    assert "exc_info" not in line  # that the database is away is no defect of the hub


async def test_a_stream_is_not_closed_while_somebody_is_about_to_receive_it(
    company: Company,
) -> None:
    live = company.hub._live
    await live.open(company.room)
    live.close_idle()
    company.village.clock.move(56_000_000)
    answer = await company.ask(company.session("bo", ear := Ear()), None)
    live.close_idle()
    assert isinstance(answer, Granted)
    answer.begin()
    await company.say("ada", "Still here?")
    await company.settled()
    assert ear.seqs == [2]


async def test_who_was_about_to_receive_a_stream_that_was_closed_after_all_is_told_to_resume(
    company: Company,
) -> None:
    live = company.hub._live
    answer = await company.ask(company.session("bo", ear := Ear()), None)
    live.close_idle()
    company.village.clock.move(56_000_000)
    live.close_idle()
    assert live.state_of(company.room) == "cold"
    assert isinstance(answer, Granted)
    answer.begin()
    assert ear.closed == CloseCode.INTERNAL
