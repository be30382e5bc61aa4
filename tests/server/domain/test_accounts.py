"""Names that may be given, and names that look alike."""

import pytest

from hubbub_protocol.errors import Refusal
from hubbub_server.domain.accounts import check_username, first_colour, may_make_bots, skeleton
from hubbub_server.domain.caller import Caller


@pytest.mark.parametrize("name", ["ad", "a" * 32, "0ada", "a.b-c_d", "ada2"])
def test_a_plain_name_may_be_given(name: str) -> None:
    assert check_username(name) == name


@pytest.mark.parametrize(
    "name",
    [
        "",
        "a",
        "a" * 33,
        ".ada",
        "-ada",
        "ada.",
        "ada_",
        "Ada",
        "ada lovelace",
        "аda",
        "ada\n",
        "ada\0",
        "ada@x",
    ],
)
def test_a_name_of_another_shape_is_refused(name: str) -> None:
    with pytest.raises(Refusal, match=f"got {len(name)} characters") as refused:
        check_username(name)
    assert (refused.value.code, refused.value.field) == ("bad_request", "username")


@pytest.mark.parametrize("name", ["room", "r00m", "ro.om", "everyone", "hubbub", "system", "al1"])
def test_a_name_that_speaks_for_the_hub_is_kept(name: str) -> None:
    with pytest.raises(Refusal) as refused:
        check_username(name)
    assert (refused.value.code, refused.value.field) == ("conflict", "username")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("bob", "b0b"),
        ("bill", "bi11"),
        ("lisa", "1isa"),
        ("ian", "lan"),
        ("marta", "rnarta"),
        ("wanda", "vvanda"),
        ("annabel", "anna.bel"),
        ("anna-bel", "anna_bel"),
        ("corner", "c0.mer"),
    ],
)
def test_names_that_look_alike_have_one_skeleton(one: str, other: str) -> None:
    assert skeleton(one) == skeleton(other)


@pytest.mark.parametrize(("one", "other"), [("ada", "adam"), ("bob", "bobo"), ("eva", "ewa")])
def test_names_that_differ_have_different_skeletons(one: str, other: str) -> None:
    assert skeleton(one) != skeleton(other)


def test_a_colour_follows_from_the_id() -> None:
    ids = [f"01900000-0000-7000-8000-00000000{number:04x}" for number in range(64)]
    assert [first_colour(one) for one in ids] == [first_colour(one) for one in ids]
    assert len({first_colour(one) for one in ids}) > 5


@pytest.mark.parametrize(
    ("kind", "role", "hosts", "may"),
    [
        ("person", "owner", False, True),
        ("person", "member", True, True),
        ("person", "member", False, False),
        ("bot", "member", True, False),
    ],
)
def test_people_who_own_or_host_may_make_bots(kind: str, role: str, hosts: bool, may: bool) -> None:
    caller = Caller("m", kind, role, "s", 0)  # type: ignore[arg-type]  # from the table above
    assert may_make_bots(caller, hosts_somewhere=hosts) is may
