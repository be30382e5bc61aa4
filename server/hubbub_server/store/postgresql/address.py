"""Where a database is, as operators write it, and as it may be shown."""

from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

from hubbub_server.store.interface import StoreUnavailable

_SCHEMES: Final = ("postgresql", "postgres")


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
    try:
        parts = urlsplit(url)
    except ValueError:
        raise _unreadable() from None
    rest = parts.path + parts.fragment
    if parts.scheme not in _SCHEMES or parts.fragment or "@" in rest or rest.count("/") > 1:
        raise _unreadable()
    place = parts.netloc.rpartition("@")[2]
    if not all(_is_port(host) for host in place.split(",")):
        raise _unreadable()
    return Address(url, f"postgresql://{place}{parts.path}")


def _is_port(host: str) -> bool:
    """Whether what stands behind the host, if anything does, is a port."""
    port = host.rpartition("]")[2].partition(":")[2]
    return port == "" or port.isdecimal()


def _unreadable() -> StoreUnavailable:
    return StoreUnavailable(
        "The address of the database cannot be read: it is"
        " postgresql://user:password@host:port/database, in which the characters @ : / ? # and %"
        " of a password are written as %40 %3A %2F %3F %23 and %25"
    )
