"""The log: one line per fact, never a token, a password or the text of a message."""

from typing import Final

import structlog

logger: Final[structlog.stdlib.BoundLogger] = structlog.get_logger("hubbub")
