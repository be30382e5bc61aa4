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
_PORT: Final = re.compile(r"(?:\[[^]]*\]|[^:\[\]]*)(?::[0-9]{1,5})?")
"""A host with its port, if it has one."""
_SECRETS: Final = ("password", "secret", "token")


def masked(url: str) -> str:
    """Return a URL as people may see it: without its password, wherever in it that stands."""
    return _OPTION.sub(_masked_option, _PASSWORD.sub(r"\1:***@", url))


def database_trouble(url: str) -> str | None:
    """Say what is wrong with the URL of a database, or None."""
    shapes = f"must be empty, {SQLITE}PATH or {POSTGRESQL}USER:PASSWORD@HOST:PORT/DATABASE"
    if url.startswith(SQLITE):
        return None if url.removeprefix(SQLITE).strip("/") else shapes
    parts = _split(url)
    if parts is None or not url.startswith(POSTGRESQL):
        return shapes
    # More than one host may stand there: the server and those that take its place.
    hosts = parts.netloc.rpartition("@")[2].split(",")
    if "@" in parts.path or not all(_PORT.fullmatch(host) for host in hosts):
        return shapes
    if not parts.path.strip("/"):
        return f"must name the database after the host: {POSTGRESQL}HOST/DATABASE"
    return None


def redis_trouble(url: str) -> str | None:
    """Say what is wrong with the URL of a Redis, or None."""
    shapes = "must be empty, redis://, rediss:// or unix://"
    parts = _split(url)
    if parts is None:
        return shapes
    if parts.scheme == _UNIX:
        return None if parts.path.strip("/") else "must name the socket: unix:///PATH"
    if parts.scheme not in _REDIS or not _PORT.fullmatch(parts.netloc.rpartition("@")[2]):
        return shapes
    if not parts.hostname:
        return f"must name the host: {parts.scheme}://HOST:PORT"
    if not re.fullmatch(r"/?\d*", parts.path, re.ASCII):
        return f"must have a number as its path: {parts.scheme}://HOST:PORT/0"
    return None


def _split(url: str) -> SplitResult | None:
    """Take a URL apart; None if that cannot be done, or if a fragment hides half of it."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return None if parts.fragment else parts


def _masked_option(option: re.Match[str]) -> str:
    before, name, value = option.groups()
    is_secret = any(word in unquote(name).lower() for word in _SECRETS)
    return f"{before}{name}={'***' if is_secret and value else value}"
