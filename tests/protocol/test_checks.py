"""Refusals of bad input: they name the field, the limit and what came, and repeat no secret."""

from typing import Annotated, Literal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubbub_protocol.checks import describe, refusal_of
from hubbub_protocol.errors import Refusal
from hubbub_protocol.ids import Id, Key

Short = Annotated[str, msgspec.Meta(max_length=5)]
Small = Annotated[int, msgspec.Meta(ge=0, le=9)]


class Inner(msgspec.Struct, forbid_unknown_fields=True):
    name: Short


class Outer(msgspec.Struct, forbid_unknown_fields=True):
    kind: Literal["hobby", "cause"] = "hobby"
    count: Small = 0
    inner: Inner | None = None
    inners: Annotated[list[Inner], msgspec.Meta(max_length=2)] = []
    counts: dict[Short, Small] = {}
    member: Id = ""
    key: Key = ""


def refusal(raw: object) -> Refusal:
    """Have an input refused."""
    with pytest.raises(msgspec.ValidationError) as caught:
        msgspec.convert(raw, Outer)
    return refusal_of(caught.value, raw)


@pytest.mark.parametrize(
    ("raw", "field", "limit", "detail"),
    [
        ({"count": 10}, "count", 9, "Expected `int` <= 9, got `10`"),
        ({"count": "7"}, "count", None, "Expected `int`, got `str`"),
        ({"count": 10**40}, "count", 9, "Expected `int` <= 9, got an integer of 133 bits"),
        ({"inner": {"name": "secret"}}, "inner.name", 5,
         "Expected `str` of length <= 5, got 6 characters"),
        ({"inner": {}}, "inner.name", None, "There is no field `name`, which is required"),
        ({"inner": {"name": "x", "extra": 1}}, "inner.extra", None,
         "There is an unknown field `extra`"),
        ({"inners": [{"name": "x"}, {"name": 5}]}, "inners[1].name", None,
         "Expected `str`, got `int`"),
        ({"inners": [{"name": "x"}] * 3}, "inners", 2,
         "Expected `array` of length <= 2, got a list of 3"),
        ({"counts": {"a": 10}}, "counts", 9, "Expected `int` <= 9, in a map of 1"),
        ({"counts": {"too long": 1}}, "counts", 5,
         "A key of the map: Expected `str` of length <= 5"),
        ({"kind": "sport"}, "kind", None, "Unknown value, got `sport`"),
        ({"kind": "Pa55word!"}, "kind", None, "Unknown value, got 9 characters"),
        ({"member": "anna"}, "member", None,
         "Expected an id, a UUIDv7 in lower case with hyphens, got 4 characters"),
        ({"key": "1"}, "key", None,
         "Expected a UUID in lower case with hyphens, got 1 characters"),
        ({"a`b": 1}, "a`b", None, "There is an unknown field `a`b`"),
        ([1], None, None, "Expected `object`, got `array`"),
    ],
)  # fmt: skip
def test_a_refusal_names_field_limit_and_what_came(
    raw: object, field: str | None, limit: int | None, detail: str
) -> None:
    found = refusal(raw)
    assert (found.code, found.field, found.limit, found.detail) == (
        "bad_request",
        field,
        limit,
        detail,
    )


def test_a_long_name_is_cut() -> None:
    found = refusal({"x" * 100_000: 1})
    assert found.field == "x" * 64 + "…"
    assert len(found.detail) < 100


@given(
    st.dictionaries(
        st.sampled_from(["kind", "count", "inner", "inners", "counts", "name", "other"]),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary(),
            lambda inner: (
                st.lists(inner, max_size=4)
                | st.dictionaries(st.sampled_from(["name", "a", "b.c"]), inner, max_size=3)
            ),
            max_leaves=8,
        ),
    )
)
def test_whatever_is_refused_is_refused_in_short(raw: dict[str, object]) -> None:
    detail = ""
    try:
        msgspec.convert(raw, Outer)
    except msgspec.ValidationError as error:
        detail = refusal_of(error, raw).detail
    assert len(detail) < 200


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "`None`"),
        (True, "`True`"),
        (-3, "`-3`"),
        (1.5, "`1.5`"),
        ("a secret", "8 characters"),
        (b"bytes", "5 bytes"),
        ({"a": 1}, "a map of 1"),
        ([1, 2], "a list of 2"),
        (object(), "object"),
    ],
)
def test_a_value_is_described_not_repeated(value: object, words: str) -> None:
    assert describe(value) == words


def test_an_integer_too_long_for_digits_is_described_too() -> None:
    assert describe(10**5000) == "an integer of 16,610 bits"
