"""Channels of installations differ, and a stream's hash tag is the stream alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubbub_server.broker.redis.channels import (
    checked_namespace,
    key,
    probe_channel,
    stream_channel,
)

NAMESPACES = st.from_regex(r"[A-Za-z0-9_.-]{1,64}", fullmatch=True)
STREAMS = st.from_regex(r"(room|direct|inbox):[0-9a-f-]{1,36}|control", fullmatch=True)


def test_the_name_of_a_channel() -> None:
    assert stream_channel("north", "room:0190") == b"hubbub:north:{room:0190}"


@given(NAMESPACES, STREAMS, NAMESPACES, STREAMS)
def test_different_streams_and_installations_have_different_channels(
    namespace: str, stream: str, other: str, other_stream: str
) -> None:
    same = (namespace, stream) == (other, other_stream)
    assert (stream_channel(namespace, stream) == stream_channel(other, other_stream)) == same
    assert probe_channel(namespace, "hub") != stream_channel(other, other_stream)


@given(NAMESPACES)
def test_a_namespace_may_be_made_of_these(namespace: str) -> None:
    assert checked_namespace(namespace) == namespace
    assert key(namespace, "presence") == f"hubbub:{namespace}:presence"


@pytest.mark.parametrize("namespace", ["", "a:b", "a{b}", "é", "a b", "x" * 65, "a\n"])
def test_a_namespace_that_could_be_taken_for_something_else_is_refused(namespace: str) -> None:
    with pytest.raises(ValueError, match="namespace is 1 to 64"):
        checked_namespace(namespace)
