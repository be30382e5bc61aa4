"""The demo's story, told to a real hub."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from hubbub_load.demo.fill import Neighbourhood, fill, sign_in_again
from hubbub_load.demo.story import Story, read_story
from hubbub_load.demo.talk import talk
from hubbub_load.http_api import HttpApi
from hubbub_protocol.errors import Refusal
from hubbub_protocol.messages import Message, MessagePage
from tests.load.conftest import StartHub

pytestmark = pytest.mark.slow

PASSWORD = "only for this test"


@pytest.fixture(scope="module")
def hub(start_hub: StartHub) -> str:
    return start_hub()


@pytest.fixture(scope="module")
def story() -> Story:
    return read_story()


@pytest.fixture(scope="module")
def filled(hub: str, story: Story) -> Neighbourhood:
    """The hub once it is filled."""

    async def fill_it() -> Neighbourhood:
        api = HttpApi(hub)
        try:
            return await fill(api, story, PASSWORD, lambda *_: None)
        finally:
            await api.close()

    return asyncio.run(fill_it())


@pytest_asyncio.fixture
async def api(hub: str) -> AsyncIterator[HttpApi]:
    api = HttpApi(hub)
    yield api
    await api.close()


async def read_room(api: HttpApi, there: Neighbourhood, name: str, owner: str) -> list[Message]:
    page = await api.ask(
        "get_history", MessagePage, token=there.tokens[owner], path={"stream": there.streams[name]}
    )
    return page.messages


async def test_every_message_stands_in_its_room_as_it_was_meant(
    api: HttpApi, story: Story, filled: Neighbourhood
) -> None:
    for room in story.rooms:
        messages = await read_room(api, filled, room.name, room.owner)
        meant = [message.edited or message.text.strip() for message in room.messages]
        assert [message.body for message in messages] == meant
        for message, told in zip(messages, room.messages, strict=True):
            assert (message.pinned, message.edited_at is not None) == (
                told.pinned,
                bool(told.edited),
            )
            assert (message.reply_to is not None) == bool(told.reply_to)
            assert {each.emoji: len(each.members) for each in message.reactions} == {
                emoji: len(names) for emoji, names in told.reactions.items()
            }


async def test_after_a_restart_the_people_sign_in_again(
    api: HttpApi, story: Story, filled: Neighbourhood
) -> None:
    again = await sign_in_again(api, story, PASSWORD)
    assert again.streams == filled.streams
    assert again.tokens.keys() == filled.tokens.keys()


async def test_a_hub_that_is_filled_already_is_refused(
    api: HttpApi, story: Story, filled: Neighbourhood
) -> None:
    with pytest.raises(Refusal) as caught:
        await fill(api, story, PASSWORD, lambda *_: None)
    assert caught.value.code == "conflict"


async def test_the_people_go_on_talking(api: HttpApi, story: Story, filled: Neighbourhood) -> None:
    said: list[None] = []
    lines = story.talk[:2]
    await talk(api, filled, lines, 0.01, lambda: said.append(None))
    room = next(room for room in story.rooms if room.name == lines[0].room)
    messages = await read_room(api, filled, room.name, room.owner)
    assert [message.body for message in messages[-2:]] == [line.text for line in lines]
    assert len(said) == 2
