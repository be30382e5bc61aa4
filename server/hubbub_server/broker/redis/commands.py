"""Redis for anything but publications: redis-py, made from the same URL."""

from typing import Final

from redis.asyncio import Redis

_TIMEOUT_S: Final = 2.0


def open_commands(url: str) -> "Redis":
    """Return a client that dials at its first command; its owner closes it with ``aclose``.

    Its commands raise :class:`redis.exceptions.RedisError` or :class:`OSError` within seconds when
    Redis is away. Keys are named by :func:`hubbub_server.broker.redis.channels.key`.
    """
    return Redis.from_url(
        url, socket_timeout=_TIMEOUT_S, socket_connect_timeout=_TIMEOUT_S, socket_keepalive=True
    )
