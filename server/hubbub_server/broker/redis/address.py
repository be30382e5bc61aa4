"""Where Redis is and how to sign in there, read from its URL with the options of redis-py."""

import ssl
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import parse_qsl, unquote, urlsplit

from hubbub_server.urls import redis_trouble

_PORT: Final = 6379
_REQUIREMENTS: Final = {
    "none": ssl.CERT_NONE,
    "optional": ssl.CERT_OPTIONAL,
    "required": ssl.CERT_REQUIRED,
}
_TRUE: Final = ("1", "true", "yes", "on")
_OPTIONS: Final = ("db", "username", "password")
_TLS_OPTIONS: Final = (
    "ssl_cert_reqs",
    "ssl_check_hostname",
    "ssl_ca_certs",
    "ssl_ca_path",
    "ssl_certfile",
    "ssl_keyfile",
)


@dataclass(frozen=True, slots=True)
class Address:
    """Where one Redis is. Its repr and :attr:`place` hold no password."""

    host: str
    port: int
    path: str | None
    """Of a Unix socket, instead of host and port."""
    database: int
    username: str | None
    password: str | None = field(repr=False)
    tls: ssl.SSLContext | None = field(repr=False)

    @property
    def place(self) -> str:
        """Where it is, for the log."""
        return self.path or f"{self.host}:{self.port}"


def read_url(url: str) -> Address:
    """Read ``redis://``, ``rediss://`` (TLS) or ``unix://``.

    Raises :class:`ValueError` with a sentence that does not repeat the URL, as it may hold a
    password; :class:`OSError` if a certificate that it names cannot be read.
    """
    if trouble := redis_trouble(url):
        raise ValueError(f"The Redis URL {trouble}")
    parts = urlsplit(url)
    try:
        host = (parts.hostname or "localhost").encode("idna").decode()
    except UnicodeError:
        raise ValueError(
            "The Redis URL must have a host whose parts have 1 to 63 characters"
        ) from None
    options = dict(parse_qsl(parts.query))
    _check_names(options, (*_OPTIONS, *(_TLS_OPTIONS if parts.scheme == "rediss" else ())))
    is_unix = parts.scheme == "unix"
    database = options.get("db") or ("" if is_unix else parts.path.strip("/")) or "0"
    if not (database.isascii() and database.isdecimal()):
        raise ValueError(f"The Redis URL's database is a number, not {database!r}")
    return Address(
        host=host,
        port=parts.port or _PORT,
        path=unquote(parts.path) if is_unix else None,
        database=int(database),
        username=unquote(parts.username) if parts.username else options.get("username"),
        password=unquote(parts.password) if parts.password else options.get("password"),
        tls=_tls(options) if parts.scheme == "rediss" else None,
    )


def _check_names(options: Mapping[str, str], known: Sequence[str]) -> None:
    # Of one that redis-py does not know it would complain only when it opens its first link.
    for name in options:
        if name not in known:
            raise ValueError(
                f"The Redis URL has the option {name[:40]!r}; with its scheme it may have "
                + ", ".join(known)
            )


def _tls(options: Mapping[str, str]) -> ssl.SSLContext:
    asked = options.get("ssl_cert_reqs", "required")
    if asked not in _REQUIREMENTS:
        raise ValueError(f"ssl_cert_reqs is none, optional or required, not {asked!r}")
    requirement = _REQUIREMENTS[asked]
    context = ssl.create_default_context()
    # In this order: Python refuses to check names of certificates that it does not look at.
    context.check_hostname = (
        requirement != ssl.CERT_NONE and options.get("ssl_check_hostname", "true").lower() in _TRUE
    )
    context.verify_mode = requirement
    if "ssl_ca_certs" in options or "ssl_ca_path" in options:
        context.load_verify_locations(options.get("ssl_ca_certs"), options.get("ssl_ca_path"))
    if "ssl_certfile" in options:
        context.load_cert_chain(options["ssl_certfile"], options.get("ssl_keyfile"))
    return context
