"""Invitations: what their codes are, and what refusals of them say."""

import base64
import hashlib
from typing import Final

from hubbub_protocol.errors import Refusal
from hubbub_protocol.invitations import MakeInvitation
from hubbub_protocol.limits import MAX_INVITATION_NOTE, MAX_INVITATIONS
from hubbub_server.domain.texts import check_optional_line

CODE_BYTES: Final = 16


def code_of(random_bytes: bytes) -> str:
    """Spell a code so that people can type it: lower-case letters and the digits 2 to 7."""
    return base64.b32encode(random_bytes).rstrip(b"=").decode().lower()


def code_hash_of(code: str) -> bytes:
    """Return what is stored of a code. It has 128 random bits, so a plain hash is enough."""
    return hashlib.sha256(code.strip().lower().encode(errors="surrogatepass")).digest()


def check_note(asked: MakeInvitation) -> str:
    """Return the note of a new invitation."""
    return check_optional_line(asked.note, "note", MAX_INVITATION_NOTE)


def require_place_for_another(open_invitations: int) -> None:
    """Raise if too many invitations to the same place are open."""
    if open_invitations >= MAX_INVITATIONS:
        raise Refusal(
            "conflict",
            f"At most {MAX_INVITATIONS} invitations may be open here, and these are"
            f" {open_invitations}; revoke one first",
            limit=MAX_INVITATIONS,
        )


def no_such_invitation(field: str) -> Refusal:
    """The one answer to a code that is unknown, expired, revoked, used up or not for the caller.

    ``field`` is where the code stood.
    """
    return Refusal(
        "not_found",
        "This invitation does not hold: it is unknown, has expired, was revoked or is used up",
        field=field,
    )


def no_such_open_invitation() -> Refusal:
    """The refusal of revoking what is not there, or not any more."""
    return Refusal("not_found", "There is no such invitation", field="invitation")
