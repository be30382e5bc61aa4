"""Direct channels over HTTP."""

import pytest

from hubbub_protocol.direct_channels import DirectChannel, DirectChannelExport, DirectChannelPage
from hubbub_protocol.messages import MessagePage, PinList, ReadMarker, Written
from hubbub_protocol.streams import stream_subject
from hubbub_server.actions.desk import Desk
from hubbub_server.actions.sign_ins import Granted
from tests.server.http.program import Program, read, refused
from tests.server.pairs import connect, part
from tests.server.people import People

Ask = tuple[str, str, object]
"""Method, path, body."""

WRITES: list[Ask] = [
    ("POST", "/streams/{stream}/messages", {"body": "Hello"}),
    ("PATCH", "/streams/{stream}/messages/2", {"body": "Hello"}),
    ("PUT", "/streams/{stream}/messages/2/reactions/🍞", None),
    ("DELETE", "/streams/{stream}/messages/2/reactions/🍞", None),
    ("PUT", "/streams/{stream}/messages/2/pin", None),
    ("DELETE", "/streams/{stream}/messages/2/pin", None),
    ("POST", "/streams/{stream}/typing", None),
]
READS: list[Ask] = [
    ("GET", "/streams/{stream}/messages", None),
    ("GET", "/streams/{stream}/events", None),
    ("GET", "/streams/{stream}/pins", None),
    ("PUT", "/streams/{stream}/read", {"seq": 1}),
    ("DELETE", "/streams/{stream}/messages/2", None),
    ("GET", "/direct-channels/{channel}", None),
    ("GET", "/direct-channels/{channel}/export", None),
    ("PUT", "/direct-channels/{channel}/hidden", None),
    ("DELETE", "/direct-channels/{channel}/hidden", None),
]


@pytest.fixture
async def granted(people: People) -> Granted:
    return await people.member("anna")


@pytest.fixture
async def anna(program: Program, granted: Granted) -> Program:
    return program.as_member(granted)


@pytest.fixture
async def direct(desk: Desk, people: People, granted: Granted, anna: Program) -> str:
    """The direct channel of Anna and Bo, in which Anna has written once."""
    bo = await people.member("bo")
    stream = await connect(desk, granted.caller.member, bo.caller.member)
    written = await anna.ask("POST", f"/streams/{stream}/messages", {"body": "Good morning"})
    assert read(written, Written).seq == 2
    return stream


def path_of(path: str, stream: str) -> str:
    return path.format(stream=stream, channel=stream_subject(stream))


async def test_one_s_direct_channels_are_listed_and_looked_at(anna: Program, direct: str) -> None:
    page = read(await anna.ask("GET", "/direct-channels"), DirectChannelPage)
    (channel,) = page.channels
    assert (channel.stream, channel.member.username, page.next) == (direct, "bo", None)
    looked_at = await anna.ask("GET", f"/direct-channels/{channel.id}")
    assert read(looked_at, DirectChannel) == channel


async def test_a_hidden_one_is_listed_apart(anna: Program, direct: str) -> None:
    path = path_of("/direct-channels/{channel}/hidden", direct)
    assert (await anna.ask("PUT", path)).status_code == 204
    hidden = await anna.ask("GET", "/direct-channels?hidden=true")
    assert [c.stream for c in read(hidden, DirectChannelPage).channels] == [direct]
    assert read(await anna.ask("GET", "/direct-channels"), DirectChannelPage).channels == []
    assert (await anna.ask("DELETE", path)).status_code == 204
    shown = await anna.ask("GET", "/direct-channels")
    assert [c.stream for c in read(shown, DirectChannelPage).channels] == [direct]


async def test_what_was_written_is_exported(anna: Program, direct: str) -> None:
    path = path_of("/direct-channels/{channel}/export", direct)
    whole = read(await anna.ask("GET", path), DirectChannelExport)
    assert [message.body for message in whole.messages] == ["Good morning"]
    assert (whole.channel.stream, whole.as_of, whole.next) == (direct, 2, None)
    rest = read(await anna.ask("GET", f"{path}?after=2"), DirectChannelExport)
    assert rest.messages == []


async def test_messages_are_read_marked_and_never_pinned(anna: Program, direct: str) -> None:
    page = read(await anna.ask("GET", f"/streams/{direct}/messages"), MessagePage)
    assert [message.seq for message in page.messages] == [2]
    marker = await anna.ask("PUT", f"/streams/{direct}/read", {"seq": 2})
    assert read(marker, ReadMarker).seq == 2
    assert read(await anna.ask("GET", f"/streams/{direct}/pins"), PinList).messages == []
    pinned = await anna.ask("PUT", f"/streams/{direct}/messages/2/pin")
    assert refused(pinned) == (403, "forbidden", "stream")


@pytest.mark.parametrize("ask", WRITES)
async def test_after_the_end_writing_is_403_and_says_why(
    desk: Desk, granted: Granted, anna: Program, direct: str, ask: Ask
) -> None:
    method, path, body = ask
    await part(desk, granted.caller.member, direct)
    answer = await anna.ask(method, path_of(path, direct), body)
    assert refused(answer) == (403, "not_connected", "stream")


@pytest.mark.parametrize("ask", READS)
async def test_after_the_end_reading_goes_on(
    desk: Desk, granted: Granted, anna: Program, direct: str, ask: Ask
) -> None:
    method, path, body = ask
    await part(desk, granted.caller.member, direct)
    answer = await anna.ask(method, path_of(path, direct), body)
    assert answer.is_success, answer.text


@pytest.mark.parametrize("ask", WRITES + READS)
async def test_to_a_third_it_answers_in_every_word_as_an_unknown_one(
    desk: Desk, people: People, program: Program, direct: str, ask: Ask
) -> None:
    method, path, body = ask
    cleo = program.as_member(await people.member("cleo"))
    answers = []
    for stream in (direct, f"direct:{desk.new_id()}"):
        answer = await cleo.ask(method, path_of(path, stream), body)
        assert refused(answer)[:2] == (404, "not_found")
        answers.append({**answer.json(), "request_id": ""})
    assert answers[0] == answers[1]


async def test_an_id_that_cannot_exist_is_not_found(anna: Program) -> None:
    answer = await anna.ask("GET", "/direct-channels/nonsense")
    assert refused(answer) == (404, "not_found", "channel")
    assert "direct channel" in answer.json()["detail"]
