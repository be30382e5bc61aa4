"""URLs of databases and of Redis: which are well-formed, and how people may see them."""

import re
from typing import Final
from urllib.parse import SplitResult, unquote, urlsplit

SQLITE: Final = "sqlite:///"
POSTGRESQL: Final = "postgresql://"
_REDIS: Final = ("redis", "rediss")
_UNIX: Final = "unix"
# As far as the last @: a password may hold one, and by mistake even a slash.
_PASSWORD: Final = re.compile(r"(?<=//)([^:/?#@]*):.*@", re.DOTALL)
_OPTION: Final = re.compile(r"([?&])([^=&]*)=([^&]*)")
_PLACE: Final = re.compile(r"(?:\[[^]]*\]|[^:\[\]]*)(?::([^:\[\]]*))?")
"""A host, with a port if it has one."""
_MOST_PORT: Final = 65_535
_SLIPPED: Final = (
    "must have the characters @ : / ? # [ ] and % of its password written as"
    " %40 %3A %2F %3F %23 %5B %5D and %25"
)
_SECRETS: Final = ("password", "secret", "token")


def masked(url: str) -> str:
    """Return a URL as people may see it: without its password, wherever in it that stands."""
    return _OPTION.sub(_masked_option, _PASSWORD.sub(r"\1:***@", url))


def database_trouble(url: str) -> str | None:
    """Say what is wrong with the URL of a database, or None."""
    shapes = f"must be empty, {SQLITE}PATH or {POSTGRESQL}USER:PASSWORD@HOST:PORT/DATABASE"
    if url.startswith(SQLITE):
        return None if url.removeprefix(SQLITE).strip("/") else shapes
    if not url.startswith(POSTGRESQL):
        return shapes
    parts = _split(url)
    if isinstance(parts, str):
        return parts
    # More than one host may stand there: the server and those that take its place.
    for place in parts.netloc.rpartition("@")[2].split(","):
        if trouble := _place_trouble(place):
            return trouble
    name = parts.path.removeprefix("/")
    if not name or "/" in name:
        return f"must name one database after the host: {POSTGRESQL}HOST/DATABASE"
    return None


def redis_trouble(url: str) -> str | None:
    """Say what is wrong with the URL of a Redis, or None."""
    scheme = url.partition("://")[0].lower()
    if scheme not in (*_REDIS, _UNIX) or "://" not in url:
        return "must be empty, redis://, rediss:// or unix://"
    parts = _split(url)
    if isinstance(parts, str):
        return parts
    if scheme == _UNIX:
        return None if parts.path.strip("/") else "must name the socket: unix:///PATH"
    if trouble := _place_trouble(parts.netloc.rpartition("@")[2]):
        return trouble
    if not parts.hostname:
        return f"must name the host: {parts.scheme}://HOST:PORT"
    if not re.fullmatch(r"/?\d*", parts.path, re.ASCII):
        return f"must have a number as its path: {parts.scheme}://HOST:PORT/0"
    return None


def _place_trouble(place: str) -> str | None:
    """Say what is wrong with ``HOST:PORT``, or None, without quoting it: it may be a password."""
    found = _PLACE.fullmatch(place)
    if found is None:
        return "must have a name or an address as its host, one of IPv6 in brackets"
    port = found[1]
    if port is not None and not (
        port.isascii() and port.isdecimal() and 0 < int(port) <= _MOST_PORT
    ):
        return f"must have a whole number from 1 to {_MOST_PORT:,} as the port behind its host"
    return None


def _split(url: str) -> SplitResult | str:
    """Take a URL apart, or say what is wrong with it."""
    try:
        parts = urlsplit(url)
    except ValueError:
        behind = url.rpartition("@")[2]
        host_is_bad = behind.count("[") != behind.count("]")
        return "must have an address of IPv6 in a pair of brackets" if host_is_bad else _SLIPPED
    # With an @ in one of these what stands before it is no host but the first half of a password.
    option = parts.query.partition("=")[0]
    if "@" in option + parts.fragment + ("" if parts.scheme == _UNIX else parts.path):
        return _SLIPPED
    return "must have no # in it" if parts.fragment else parts


def _masked_option(option: re.Match[str]) -> str:
    before, name, value = option.groups()
    is_secret = any(word in unquote(name).lower() for word in _SECRETS)
    return f"{before}{name}={'***' if is_secret and value else value}"
