"""A database's address is read strictly, and shown without its password."""

import pytest

from hubbub_server.store.interface import StoreUnavailable
from hubbub_server.store.postgresql.address import read_address


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("postgresql://hub:secret@db.example:5433/chat", "postgresql://db.example:5433/chat"),
        ("postgresql://hub:secret@db/chat?sslmode=require", "postgresql://db/chat"),
        ("postgresql://hub:se%40cret%2F@db/chat?password=secret", "postgresql://db/chat"),
        ("postgresql://hub:secret@[::1]:5432/chat", "postgresql://[::1]:5432/chat"),
        ("postgresql://hub:secret@one:1,two:2/chat", "postgresql://one:1,two:2/chat"),
        ("postgresql:///chat?host=/run/postgresql", "postgresql:///chat"),
    ],
)
def test_an_address_is_shown_without_what_is_secret(url: str, shown: str) -> None:
    address = read_address(url)
    assert (address.url, address.shown) == (url, shown)
    assert "secret" not in repr(address)


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        ("mysql://hub:secret@db/chat", "postgresql://USER:PASSWORD@HOST:PORT/DATABASE"),
        ("postgresql://hub:sec/ret@db/chat", "@ : / ? # [ ] and % of its password"),
        ("postgresql://hub:sec#ret@db/chat", "@ : / ? # [ ] and % of its password"),
        ("postgresql://hub:sec?ret@db/chat", "@ : / ? # [ ] and % of its password"),
        ("postgresql://hub@db:sec/chat", "a whole number from 1 to 65,535 as the port"),
        ("postgresql://hub:secret@[::1/chat", "in a pair of brackets"),
        ("postgresql://hub:secret@db/chat/sec", "name one database"),
        ("secret", "postgresql://USER:PASSWORD@HOST:PORT/DATABASE"),
    ],
)
def test_an_address_that_cannot_be_read_is_refused_and_not_repeated(url: str, wanted: str) -> None:
    with pytest.raises(StoreUnavailable) as raised:
        read_address(url)
    assert "sec" not in str(raised.value)
    assert wanted in str(raised.value)
