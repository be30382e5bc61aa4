"""Who types is shown, and nobody can make the hub write without end by saying so."""

import msgspec

from hubbub_protocol.frames import Ephemeral
from hubbub_server.broker.publication import Whisper
from tests.server.hub.company import Company
from tests.server.hub.ear import Ear


async def type_in(company: Company, name: str, times: int) -> None:
    member = company.ids[name]
    typing = Ephemeral(stream=company.room, kind="typing", member=member)
    for _ in range(times):
        company.broker.whisper(Whisper(company.room, member, msgspec.json.encode(typing)))
    await company.settled()


def shown(ear: Ear, company: Company, name: str) -> int:
    """Count how often somebody was shown as writing."""
    return sum(frame.get("member") == company.ids[name] for frame in ear.frames)


async def test_one_is_shown_as_writing_once_a_second(company: Company) -> None:
    ear = await company.listen("cy")
    await type_in(company, "ada", times=100)
    assert shown(ear, company, "ada") == 1
    company.village.clock.move(999_999)
    await type_in(company, "ada", times=1)
    assert shown(ear, company, "ada") == 1
    company.village.clock.move(1)
    await type_in(company, "ada", times=1)
    assert shown(ear, company, "ada") == 2


async def test_another_who_writes_is_shown_beside_them(company: Company) -> None:
    ear = await company.listen("cy")
    await type_in(company, "ada", times=2)
    await type_in(company, "bo", times=2)
    assert (shown(ear, company, "ada"), shown(ear, company, "bo")) == (1, 1)
