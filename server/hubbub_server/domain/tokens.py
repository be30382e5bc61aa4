"""Tokens: what proves a sign-in. Opaque to everyone; only a hash of each is ever stored."""

import base64
import hashlib
from typing import Final

TOKEN_BYTES: Final = 32
_PREFIX: Final = "hub_"


def token_of(random_bytes: bytes) -> str:
    """Spell a token; its prefix lets people and scanners recognise one that leaked."""
    return _PREFIX + base64.urlsafe_b64encode(random_bytes).rstrip(b"=").decode()


def hash_of(token: str) -> bytes:
    """Return what is stored of a token. It has 256 random bits, so a plain hash is enough."""
    return hashlib.sha256(token.encode()).digest()
