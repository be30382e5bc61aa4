"""What guards the way in: passwords, the limit on attempts, and how long a sign-in holds."""

from dataclasses import dataclass

from hubbub_server.actions.passwords import Passwords
from hubbub_server.domain.attempts import Attempts

DAY_US = 24 * 60 * 60 * 1_000_000


@dataclass(frozen=True, slots=True)
class Door:
    """What the actions on accounts need beside the desk."""

    passwords: Passwords
    attempts: Attempts
    sign_in_days: int
    bot_token_days: int
