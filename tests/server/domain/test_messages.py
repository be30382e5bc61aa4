"""What a message may be."""

import pytest

from hubbub_protocol.errors import Refusal
from hubbub_protocol.limits import Limits
from hubbub_server.domain.messages import check_body


def test_a_body_tells_whom_it_mentions() -> None:
    assert check_body("@anna, look", Limits()).names == ("anna",)


def test_a_body_over_the_limit_is_refused_with_limit_and_length() -> None:
    with pytest.raises(Refusal) as refused:
        check_body("x" * 8_001, Limits())
    assert refused.value.limit == 8_000
    assert "8,001" in refused.value.detail


def test_a_body_with_too_many_mentions_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        check_body("@anna @bea @cleo", Limits(mentions=2))
    assert refused.value.limit == 2


def test_a_blank_body_is_refused() -> None:
    with pytest.raises(Refusal, match="blank"):
        check_body(" \n ", Limits())
