"""The demo's story holds together, so that it can be told to any hub."""

import re

import pytest

from hubbub_load.demo.story import Story, read_story
from hubbub_protocol.limits import (
    COLOUR_PATTERN,
    MAX_DISPLAY_NAME,
    MAX_INTERESTS,
    MAX_LINE,
    MAX_ROOM_NAME,
    MAX_SIGN,
    MAX_SIGNS,
    MAX_STATEMENT,
    MAX_TAG,
    MAX_TAGS,
    USERNAME_PATTERN,
    Limits,
)


@pytest.fixture(scope="module")
def story() -> Story:
    return read_story()


def test_it_is_a_small_community(story: Story) -> None:
    assert 15 <= len(story.members) <= 20
    assert 6 <= len(story.rooms) <= 8
    assert 120 <= sum(len(room.messages) for room in story.rooms) <= 200


def test_the_people_keep_to_the_limits(story: Story) -> None:
    for member in story.members:
        assert re.match(USERNAME_PATTERN, member.username)
        assert re.match(COLOUR_PATTERN, member.avatar_colour)
        assert len(member.display_name) <= MAX_DISPLAY_NAME
        assert len(member.line) <= MAX_LINE
        assert len(member.interests) <= MAX_INTERESTS
    assert len({member.username for member in story.members}) == len(story.members)


def test_the_rooms_keep_to_the_limits(story: Story) -> None:
    for room in story.rooms:
        assert len(room.name) <= MAX_ROOM_NAME
        assert len(room.purpose.statement) <= MAX_STATEMENT
        assert len(room.purpose.tags) <= MAX_TAGS
        assert len(room.purpose.signs) <= MAX_SIGNS
        assert all(re.fullmatch(r"[a-z0-9-]+", tag) for tag in room.purpose.tags)
        assert max(map(len, room.purpose.tags)) <= MAX_TAG
        assert all(len(sign) <= MAX_SIGN for sign in room.purpose.signs)


def test_everybody_who_speaks_or_reacts_belongs_to_the_room(story: Story) -> None:
    people = {member.username for member in story.members}
    for room in story.rooms:
        belonging = [room.owner, *room.hosts, *room.members]
        assert len(set(belonging)) == len(belonging)
        assert set(belonging) <= people
        for message in room.messages:
            reacting = {name for names in message.reactions.values() for name in names}
            assert {message.by, *reacting} <= set(belonging), message.text


def test_every_reply_follows_what_it_answers(story: Story) -> None:
    for room in story.rooms:
        told: set[str] = set()
        for message in room.messages:
            assert not message.reply_to or message.reply_to in told, message.text
            assert len(message.text) <= Limits().body
            if message.id:
                told.add(message.id)


def test_there_are_replies_reactions_pins_mentions_and_edits(story: Story) -> None:
    messages = [message for room in story.rooms for message in room.messages]
    names = {member.username for member in story.members}
    assert sum(bool(message.reply_to) for message in messages) > 40
    assert sum(bool(message.reactions) for message in messages) > 40
    assert all(any(message.pinned for message in room.messages) for room in story.rooms)
    assert any(message.edited for message in messages)
    mentioned = {name for m in messages for name in re.findall(r"@([a-z]+)", m.text)}
    assert mentioned
    assert mentioned <= names


def test_those_who_go_on_talking_belong_to_the_room(story: Story) -> None:
    belonging = {room.name: {room.owner, *room.hosts, *room.members} for room in story.rooms}
    for line in story.talk:
        assert line.by in belonging[line.room], line.text
