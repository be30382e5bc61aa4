"""Ids and keys: one spelling, and later ids sort later."""

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubbub_protocol.ids import is_id, is_key, make_id

times = st.integers(0, 2**48 * 1000 - 1)
bits = st.integers(0, 2**80)


@given(times, bits)
def test_what_is_made_is_a_uuid_of_version_7(now_us: int, random_bits: int) -> None:
    made = make_id(now_us, random_bits)
    parsed = uuid.UUID(made)
    assert (parsed.version, parsed.variant) == (7, uuid.RFC_4122)
    assert is_id(made)
    assert is_key(made)


@given(times, times, bits, bits)
def test_an_id_made_in_a_later_millisecond_sorts_later(
    one: int, other: int, bits_of_one: int, bits_of_other: int
) -> None:
    earlier, later = sorted((one, other))
    if earlier // 1000 < later // 1000:
        assert make_id(earlier, bits_of_one) < make_id(later, bits_of_other)


@given(times, st.integers(0, 2**74 - 1), st.integers(0, 2**74 - 1))
def test_all_74_random_bits_count(now_us: int, one: int, other: int) -> None:
    assert (make_id(now_us, one) == make_id(now_us, other)) == (one == other)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "01900000-0000-7000-8000-000000000000\n",
        " 01900000-0000-7000-8000-000000000000",
        "01900000-0000-7000-8000-00000000000",
        "01900000-0000-7000-8000-00000000000G",
        "01900000-0000-7000-8000-00000000000A",
        "01900000-0000-4000-8000-000000000000",
        "01900000-0000-7000-c000-000000000000",
        "0190000000007000800000000000000000",
        "٠1900000-0000-7000-8000-000000000000",
    ],
)
def test_any_other_spelling_is_no_id(text: str) -> None:
    assert not is_id(text)


@pytest.mark.parametrize("version", [1, 3, 4, 5, 7])
def test_a_key_is_a_uuid_of_any_version(version: int) -> None:
    assert is_key(f"01900000-0000-{version}000-8000-000000000000")


@pytest.mark.parametrize(
    "text",
    ["", "x", "01900000-0000-4000-8000-00000000000A", "01900000-0000-4000-8000-000000000000\n"],
)
def test_any_other_spelling_is_no_key(text: str) -> None:
    assert not is_key(text)
