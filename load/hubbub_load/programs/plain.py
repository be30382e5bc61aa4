"""HTTP without TLS, to programs on this machine."""

import ssl
from typing import Final

PLAIN: Final = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""``verify`` of httpx for an address that begins with ``http://``.

Without it httpx reads all of the machine's certificates for each client it makes, that of a single
request included: 35 ms, of which 33 serve nobody.
"""
