"""The plan of a replay: what is due when, what waits for what, who drops the socket."""

from hubbub_load.log import LogMessage
from hubbub_load.plan import (
    Pace,
    choose_half,
    count_outward_replies,
    make_plan,
    middle_messages,
    spread_drops,
)

LOG = [
    LogMessage("bread", "b1", "ana", 10_000_000, "one"),
    LogMessage("bread", "b2", "ben", 11_000_000, "two", "b1"),
    LogMessage("bread", "b3", "ana", 14_000_000, "three"),
    LogMessage("rye", "r1", "cy", 90_000_000, "first"),
    LogMessage("rye", "r2", "ana", 91_000_000, "second", "gone"),
]


def test_at_a_rate_the_messages_are_evenly_due() -> None:
    plan = make_plan(LOG, Pace(messages_per_s=4))
    assert [message.due_s for message in plan] == [0, 0.25, 0.5, 0.75, 1]


def test_at_a_rate_the_rooms_are_played_side_by_side() -> None:
    plan = make_plan(LOG, Pace(messages_per_s=4))
    assert [message.room for message in plan] == ["bread", "rye", "bread", "rye", "bread"]


def test_at_a_speed_every_room_begins_at_once_and_keeps_its_rhythm() -> None:
    plan = make_plan(LOG, Pace(speed=2))
    assert [(message.text, message.due_s) for message in plan] == [
        ("one", 0),
        ("first", 0),
        ("two", 0.5),
        ("second", 0.5),
        ("three", 2),
    ]


def test_a_reply_waits_for_its_target() -> None:
    plan = make_plan(LOG, Pace(messages_per_s=4))
    index_of = {message.text: index for index, message in enumerate(plan)}
    reply = plan[index_of["two"]]
    assert reply.reply_to == reply.after == index_of["one"]
    assert plan[index_of["three"]].after is None


def test_in_the_order_of_the_log_every_message_waits_for_the_one_before_it_in_its_room() -> None:
    plan = make_plan(LOG, Pace(messages_per_s=4), "log")
    index_of = {message.text: index for index, message in enumerate(plan)}
    waits_for = {message.text: message.after for message in plan}
    assert waits_for == {
        "one": None,
        "two": index_of["one"],
        "three": index_of["two"],
        "first": None,
        "second": index_of["first"],
    }


def test_a_reply_to_a_message_outside_is_planned_as_a_plain_one_and_counted() -> None:
    plan = make_plan(LOG, Pace(messages_per_s=4))
    assert next(m.reply_to for m in plan if m.text == "second") is None
    assert count_outward_replies(LOG) == 1


def test_half_of_them_are_chosen_by_seed() -> None:
    names = [f"m{number}" for number in range(9)]
    chosen = choose_half([*names, *names], seed=1)
    assert len(chosen) == 5
    assert set(chosen) < set(names)
    assert chosen == choose_half(reversed(names), seed=1)
    assert chosen != choose_half(names, seed=2)


def test_authors_drop_at_their_middle_message() -> None:
    plan = make_plan(LOG, Pace(messages_per_s=4))
    dropping = middle_messages(plan, ["ana", "cy"])
    assert sorted(plan[index].text for index in dropping) == ["first", "second"]


def test_watchers_drop_in_the_middle_half_of_the_time() -> None:
    drops = spread_drops([f"w{number}" for number in range(25)], 100, seed=3)
    assert sorted(watcher for _, watcher in drops) == sorted(f"w{n}" for n in range(25))
    assert all(25 <= at_s <= 75 for at_s, _ in drops)
    assert drops == sorted(drops)
