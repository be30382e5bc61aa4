"""Where a database is, as operators write it, and as it may be shown."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from hubbub_server.store.interface import StoreUnavailable
from hubbub_server.urls import database_trouble


@dataclass(frozen=True, slots=True)
class Address:
    """A PostgreSQL database."""

    url: str = field(repr=False)
    """As it was given: it may hold a password."""
    shown: str
    """The same without user, password and options, for people and logs."""


def read_address(url: str) -> Address:
    """Read ``postgresql://user:password@host:port/database?sslmode=…``.

    Raises :class:`StoreUnavailable` with a sentence that repeats nothing of what it cannot read:
    a password may stand anywhere in it.
    """
    if trouble := database_trouble(url):
        raise StoreUnavailable(f"The address of the database {trouble}")
    parts = urlsplit(url)
    place = parts.netloc.rpartition("@")[2]
    return Address(url, f"postgresql://{place}{parts.path}")
