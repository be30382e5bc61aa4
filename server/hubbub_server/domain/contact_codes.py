"""Contact codes: how many may be open, and what refusals of them say."""

from hubbub_protocol.errors import Refusal
from hubbub_protocol.limits import MAX_CONTACT_CODES, MAX_CONTACT_LABEL
from hubbub_server.domain.texts import check_optional_line


def check_label(label: str) -> str:
    """Return the label of a contact code without the blanks around it."""
    return check_optional_line(label, "label", MAX_CONTACT_LABEL)


def require_place_for_another(open_codes: int) -> None:
    """Raise if too many codes of one member are open."""
    if open_codes >= MAX_CONTACT_CODES:
        raise Refusal(
            "conflict",
            f"At most {MAX_CONTACT_CODES} of your contact codes may be open, and {open_codes} are;"
            " revoke one first",
            limit=MAX_CONTACT_CODES,
        )


def no_such_contact_code() -> Refusal:
    """The one answer to a code that is unknown, has expired, was revoked or is used up."""
    return Refusal(
        "not_found",
        "This contact code does not hold: it is unknown, has expired, was revoked or is used up",
        field="code",
    )


def no_such_open_code() -> Refusal:
    """The refusal of revoking what is not there, or not any more."""
    return Refusal("not_found", "There is no such contact code of yours", field="contact_code")
