"""The wire contract of Hubbub: what a hub and its clients say to each other.

No I/O, no clock, no randomness: time and random bits come in as arguments. Everything here is
described in prose in ``protocol/README.md``, which is normative.
"""

VERSION = 1
"""The version of the wire protocol; part of the WebSocket subprotocol's name."""
