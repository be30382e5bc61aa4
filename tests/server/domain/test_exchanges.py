"""Counting what two members did with each other's messages."""

from hubbub_server.domain.exchanges import MOST_VOICES, Deed, Exchange, count

AUTHORS = {1: "anna", 2: "bo", 3: "cleo"}


def reply(member: str, target: int, at: int = 1) -> Deed:
    return Deed(member, target, at, 0)


def reaction(member: str, target: int, way: int = 1) -> Deed:
    return Deed(member, target, 1, way)


def test_replies_are_counted_for_each_direction() -> None:
    counted = count([reply("bo", 1), reply("bo", 1), reply("anna", 2)], AUTHORS, {})
    assert counted[("anna", "bo")] == Exchange(replies_of_one=1, replies_of_other=2, last_at=1)


def test_a_reaction_that_was_taken_back_does_not_count() -> None:
    counted = count([reaction("bo", 1), reaction("bo", 1, -1), reaction("anna", 2)], AUTHORS, {})
    exchange = counted[("anna", "bo")]
    assert (exchange.reactions_of_one, exchange.reactions_of_other) == (1, 0)


def test_to_answer_oneself_counts_for_nobody() -> None:
    assert not count([reply("anna", 1), reaction("anna", 1)], AUTHORS, {})


def test_two_who_answer_the_same_message_share_a_thread_once() -> None:
    deeds = [reply("anna", 3), reply("bo", 3, at=5), reply("bo", 3), reply("anna", 3)]
    exchange = count(deeds, AUTHORS, {})[("anna", "bo")]
    assert (exchange.threads, exchange.last_at) == (1, 5)


def test_a_thread_goes_on_from_who_answered_before() -> None:
    voices = {3: ["anna"]}
    assert count([reply("bo", 3)], AUTHORS, voices)[("anna", "bo")].threads == 1
    assert voices == {3: ["anna", "bo"]}


def test_in_a_crowd_the_late_share_no_thread() -> None:
    voices = {3: [f"member{number}" for number in range(MOST_VOICES)]}
    counted = count([reply("anna", 3)], AUTHORS, voices)
    assert {pair for pair in counted if "anna" in pair} == {("anna", "cleo")}
    assert counted[("anna", "cleo")].threads == 0


def test_an_answer_to_what_is_no_message_counts_for_nothing() -> None:
    assert not count([reply("anna", 9)], AUTHORS, {})
