"""From where a request comes: the client's address behind proxies, and the page's origin.

Pure rules, used alike for HTTP and for the opening of sockets.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_address
from urllib.parse import urlsplit

Network = IPv4Network | IPv6Network

_DEFAULT_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Reachability:
    """How the outside reaches this hub."""

    public_url: str = ""
    """Where browsers find it; empty: whatever address they used."""
    trusted_proxies: tuple[Network, ...] = ()
    """Whose ``X-Forwarded-…`` headers are believed."""


@dataclass(frozen=True, slots=True)
class Whence:
    """What a request says of its way here: the peer of the TCP link, and headers as they came."""

    peer: str
    forwarded_for: Sequence[str]
    """The addresses in ``X-Forwarded-For``, the nearest last."""
    forwarded_proto: str


def client_address(reach: Reachability, whence: Whence) -> str:
    """Return the address of the nearest party on the way that is no trusted proxy."""
    nearest = whence.peer
    for before in reversed(whence.forwarded_for):
        if not _is_trusted(reach, nearest):
            break
        nearest = before.strip()
    return nearest


def is_secure(reach: Reachability, whence: Whence) -> bool:
    """Whether the browser speaks https to us, or to the proxy in front."""
    if reach.public_url:
        return reach.public_url.lower().startswith("https:")
    return _is_trusted(reach, whence.peer) and whence.forwarded_proto.lower() == "https"


def is_own_origin(public_url: str, origin: str, host: str) -> bool:
    """Whether a page of this hub made the request, by its ``Origin`` header.

    Without a public URL it is the page that was loaded from the very ``host`` that is asked now;
    its scheme is not known here, since a proxy may have taken the TLS off.
    """
    page = origin_of(origin)
    if page is None:
        return False
    if public_url:
        return page == origin_of(public_url)
    return urlsplit(origin).netloc.lower() == host.lower()


def origin_of(url: str) -> tuple[str, str, int] | None:
    """Return scheme, host and port of a URL, or None if it has none of ours."""
    try:
        parts = urlsplit(url)
        port = parts.port or _DEFAULT_PORTS.get(parts.scheme)
    except ValueError:
        return None
    if port is None or not parts.hostname or parts.scheme not in _DEFAULT_PORTS:
        return None
    return (parts.scheme, parts.hostname, port)


def _is_trusted(reach: Reachability, address: str) -> bool:
    if not reach.trusted_proxies:
        return False
    try:
        found = ip_address(address)
    except ValueError:
        return False
    return any(found in network for network in reach.trusted_proxies)
