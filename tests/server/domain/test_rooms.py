"""What a room may be."""

from collections.abc import Callable

import pytest
from msgspec import UNSET

from hubbub_protocol.errors import Refusal
from hubbub_protocol.rooms import Access, CreateRoom, EditRoom, Purpose
from hubbub_server.domain.rooms import RoomDetails, check_edit, check_new_room, edited, searchable

PURPOSE = Purpose(statement="to bake", kind="hobby", tags=("bread",), signs=("Bread is shared",))
DETAILS = RoomDetails(name="Bread", purpose=PURPOSE, access="open", look=True)


def test_names_statements_and_signs_lose_the_blanks_around_them() -> None:
    purpose = Purpose(statement=" to bake ", kind="hobby", tags=("bread",), signs=(" Shared ",))
    checked = check_new_room(CreateRoom(name=" Bread ", purpose=purpose))
    assert (checked.name, checked.purpose.statement) == ("Bread", "to bake")
    assert checked.purpose.signs == ("Shared",)


@pytest.mark.parametrize(
    ("field", "limit", "purpose"),
    [
        ("purpose.statement", 200, Purpose(statement="x" * 201, kind="hobby")),
        ("purpose.statement", 200, Purpose(statement="  ", kind="hobby")),
        ("purpose.tags", 10, Purpose(statement="s", kind="hobby", tags=("t",) * 11)),
        ("purpose.tags[1]", 32, Purpose(statement="s", kind="hobby", tags=("t", "x" * 33))),
        ("purpose.tags[0]", None, Purpose(statement="s", kind="hobby", tags=("Big",))),
        ("purpose.signs", 3, Purpose(statement="s", kind="hobby", signs=("s",) * 4)),
        (
            "purpose.signs[2]",
            120,
            Purpose(statement="s", kind="hobby", signs=("a", "b", "x" * 121)),
        ),
    ],
)
def test_a_bad_part_of_a_purpose_is_named_with_its_limit(
    field: str, limit: int | None, purpose: Purpose
) -> None:
    for check in (
        lambda: check_new_room(CreateRoom(name="Bread", purpose=purpose)),
        lambda: check_edit(EditRoom(purpose=purpose)),
    ):
        with pytest.raises(Refusal) as refused:
            check()
        assert (refused.value.code, refused.value.field, refused.value.limit) == (
            "bad_request",
            field,
            limit,
        )


def test_a_name_over_the_limit_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        check_edit(EditRoom(name="x" * 65))
    assert (refused.value.field, refused.value.limit) == ("name", 64)


def test_an_edit_changes_what_it_gives_alone() -> None:
    assert edited(DETAILS, EditRoom()) == DETAILS
    changed = edited(DETAILS, EditRoom(name="Rye", look=False, access=UNSET))
    assert changed == RoomDetails(name="Rye", purpose=PURPOSE, access="open", look=False)


@pytest.mark.parametrize(
    ("access", "look"), [("open", True), ("request", False), ("invite", False)]
)
def test_whether_one_may_look_depends_on_the_access(access: Access, look: bool) -> None:
    made = check_new_room(CreateRoom(name="Bread", purpose=PURPOSE, access=access))
    assert (made.access, made.look) == (access, look)


@pytest.mark.parametrize("access", ["request", "invite"])
def test_nobody_looks_into_a_room_that_is_not_open(access: Access) -> None:
    made = CreateRoom(name="Bread", purpose=PURPOSE, access=access, look=True)
    closed = edited(DETAILS, EditRoom(access=access))
    deeds: list[Callable[[], RoomDetails]] = [
        lambda: check_new_room(made),
        lambda: edited(DETAILS, EditRoom(access=access, look=True)),
        lambda: edited(closed, EditRoom(look=True)),
    ]
    for deed in deeds:
        with pytest.raises(Refusal) as refused:
            deed()
        assert (refused.value.code, refused.value.field) == ("bad_request", "look")


def test_closing_a_room_ends_looking_and_opening_it_does_not_begin_it() -> None:
    closed = edited(DETAILS, EditRoom(access="request"))
    assert (closed.access, closed.look) == ("request", False)
    opened = edited(closed, EditRoom(access="open"))
    assert (opened.access, opened.look) == ("open", False)
    assert edited(closed, EditRoom(access="open", look=True)).look


def test_a_room_is_searched_by_name_statement_and_tags_without_case() -> None:
    details = RoomDetails(name="STRASSE & Straße", purpose=PURPOSE, access="open", look=True)
    assert searchable(details) == "strasse & strasse to bake bread"
