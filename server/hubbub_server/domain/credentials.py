"""What a password must be, and what refusals of credentials say."""

import unicodedata

from hubbub_protocol.errors import Refusal
from hubbub_protocol.limits import MAX_PASSWORD, MIN_PASSWORD


def check_password(password: str, field: str) -> str:
    """Return a new password as it is to be hashed, or refuse it; it is never repeated."""
    if len(password) < MIN_PASSWORD:
        raise Refusal(
            "bad_request",
            f"`{field}` must have at least {MIN_PASSWORD} characters, got {len(password)}",
            field=field,
            limit=MIN_PASSWORD,
        )
    if len(password) > MAX_PASSWORD:
        raise Refusal(
            "bad_request",
            f"`{field}` may have at most {MAX_PASSWORD} characters, got {len(password):,}",
            field=field,
            limit=MAX_PASSWORD,
        )
    if any(unicodedata.category(character) == "Cc" for character in password):
        raise Refusal("bad_request", f"`{field}` may not contain control characters", field=field)
    return as_hashed(password)


def as_hashed(password: str) -> str:
    """Spell a password in one way, since keyboards spell the same letters differently."""
    return unicodedata.normalize("NFKC", password)


def wrong_credentials() -> Refusal:
    """The one answer to an unknown account, a wrong password and an account without one."""
    return Refusal("unauthorized", "There is no account with this username and password")


def wrong_password() -> Refusal:
    """The answer to a signed-in member who gives another password than their own."""
    return Refusal("forbidden", "`current` is not the password of this account", field="current")


def shut_out() -> Refusal:
    """The answer to one who proved to be a banned account."""
    return Refusal("forbidden", "This account is shut out of the community")
