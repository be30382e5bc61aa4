"""Where a hub listens, and what it says of that to people."""

import socket
from collections.abc import Callable
from ipaddress import ip_address

from hubbub_server.logs import logger
from hubbub_server.settings import Settings


class CannotStartError(Exception):
    """The hub cannot start; the sentence is meant for the operator."""


def listen(host: str, port: int) -> socket.socket:
    """Listen on an address. Raises :class:`CannotStartError`."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listener = socket.socket(family, kind, protocol)
        try:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
            listener.listen(2048)
        except OSError:
            listener.close()
            raise
    except OSError as error:
        raise CannotStartError(
            f"Port {port} of {host} cannot be listened on: {error.strerror or error}"
        ) from error
    return listener


def announce(
    settings: Settings, listener: socket.socket, set_up: str | None, say: Callable[[str], None]
) -> None:
    """Say where the hub is, and how it gets its first owner while it has none."""
    address = _address(listener)
    outside = settings.reachability.public_url or address
    say(f"Hubbub is running at {address}")
    if outside != address:
        say(f"Members find it at {outside}")
    if set_up is not None:
        say(f"It has no owner yet. Become its owner, once: {outside}/setup#{set_up}")
    logger.info("started", address=address, public_url=outside)
    if not (outside.startswith("https:") or settings.host in ("127.0.0.1", "::1", "localhost")):
        logger.warning("plain HTTP: sign-ins can be read on the network; set public_url to https")


def _address(listener: socket.socket) -> str:
    """Return the address at which a browser on this machine finds the hub."""
    host, port = listener.getsockname()[:2]
    if ip_address(host).is_unspecified:
        host = "127.0.0.1"
    if ":" in host:
        host = f"[{host}]"
    return f"http://{host}:{port}"
