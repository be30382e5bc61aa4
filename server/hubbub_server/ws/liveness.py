"""Telling which clients are still there: one timer for all sockets of the process.

Every socket is pinged once in a round; a round is spread over its seconds, so that not all are
pinged at the same moment. A socket that stays silent for the time of a pong is closed, and so is
one whose sign-in has expired.
"""

import asyncio
from typing import Protocol

from hubbub_server.clock import Clock


class Pinged(Protocol):
    """A socket as seen from here."""

    def ping(self) -> None:
        """Ask the client for a sign of life."""

    def check(self, now_us: int) -> None:
        """Close if no sign of life came since the ping, or if the sign-in has expired."""


class Liveness:
    """The open sockets, by the second of the round in which they are pinged."""

    def __init__(self, clock: Clock, ping_ms: int, pong_ms: int) -> None:
        self._clock = clock
        self._round_s = max(1, ping_ms // 1000)
        self._pong_s = max(1, pong_ms // 1000)
        self._slots: list[dict[Pinged, None]] = [{} for _ in range(self._round_s)]
        self._second = 0  # of the round
        self._next = 0  # the slot of the next socket

    def add(self, socket: Pinged) -> int:
        """Watch a socket; returns its slot, for :meth:`discard`."""
        slot = self._next
        self._next = (slot + 1) % self._round_s
        self._slots[slot][socket] = None
        return slot

    def discard(self, socket: Pinged, slot: int) -> None:
        """Watch a socket no longer."""
        self._slots[slot].pop(socket, None)

    def tick(self) -> None:
        """Do the work of one second."""
        now_us = self._clock.now_us()
        pinged_before = (self._second - self._pong_s) % self._round_s
        for socket in list(self._slots[pinged_before]):
            socket.check(now_us)
        for socket in list(self._slots[self._second]):
            socket.ping()
        self._second = (self._second + 1) % self._round_s

    async def run(self) -> None:
        """Tick every second, until cancelled."""
        while True:
            await asyncio.sleep(1)
            self.tick()
