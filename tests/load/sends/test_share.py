"""Members dealt out over hubs, rooms and the tool's own processes."""

from collections import Counter

from hubbub_load.crowd import Account
from hubbub_load.sends.share import Load, SendingSeat, WatchingSeat, cut_shares, deal_places


def test_hubs_get_equally_many_senders() -> None:
    places = deal_places(senders=30, hubs=3, rooms=4)
    assert Counter(place.hub for place in places) == {0: 10, 1: 10, 2: 10}


def test_every_room_has_senders_on_every_hub() -> None:
    places = deal_places(senders=8, hubs=2, rooms=2)
    assert Counter(places) == {(0, 0): 2, (0, 1): 2, (1, 0): 2, (1, 1): 2}


def seats(hubs: tuple[str, ...], count: int) -> list[SendingSeat]:
    return [
        SendingSeat(Account(f"s{number}", "m", "secret"), hubs[number % len(hubs)], "room:x")
        for number in range(count)
    ]


def test_each_process_has_its_part_of_every_hub() -> None:
    load = Load(("a", "b"), senders=8, seconds=1, processes=2)
    shares = cut_shares(load, seats(load.hubs, 8), [], ["room:x"])
    for share in shares:
        assert Counter(seat.hub for seat in share.senders) == {"a": 2, "b": 2}


def test_nobody_is_left_out_or_twice() -> None:
    load = Load(("a", "b", "c"), senders=10, seconds=1, processes=4, watchers=3)
    senders = seats(load.hubs, 10)
    watchers = [WatchingSeat(seat.account, seat.hub) for seat in senders[:3]]
    shares = cut_shares(load, senders, watchers, ["room:x"])
    assert len(shares) == 4
    assert Counter(seat for share in shares for seat in share.senders) == Counter(senders)
    assert Counter(seat for share in shares for seat in share.watchers) == Counter(watchers)


def test_no_token_is_shown() -> None:
    load = Load(("a",), senders=1, seconds=1)
    assert "secret" not in repr(cut_shares(load, seats(("a",), 1), [], []))
