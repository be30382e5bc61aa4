"""What a room may be: its name and purpose."""

from dataclasses import dataclass

from msgspec import UNSET

from hubbub_protocol.errors import Refusal
from hubbub_protocol.limits import (
    MAX_ROOM_NAME,
    MAX_SIGN,
    MAX_SIGNS,
    MAX_STATEMENT,
    MAX_TAGS,
)
from hubbub_protocol.rooms import Access, CreateRoom, EditRoom, Purpose
from hubbub_server.domain.texts import check_count, check_line, check_tags


@dataclass(frozen=True, slots=True)
class RoomDetails:
    """What its hosts decide about a room."""

    name: str
    purpose: Purpose
    access: Access
    look: bool


def check_new_room(request: CreateRoom) -> RoomDetails:
    """Check every field of a new room; an open one lets people look unless it says otherwise."""
    look = request.access == "open" if request.look is UNSET else request.look
    return _checked_look(
        RoomDetails(
            name=_check_name(request.name),
            purpose=_check_purpose(request.purpose),
            access=request.access,
            look=look,
        )
    )


def check_edit(request: EditRoom) -> EditRoom:
    """Check every field that is to change."""
    return EditRoom(
        name=request.name if request.name is UNSET else _check_name(request.name),
        purpose=request.purpose if request.purpose is UNSET else _check_purpose(request.purpose),
        access=request.access,
        look=request.look,
    )


def edited(details: RoomDetails, edit: EditRoom) -> RoomDetails:
    """Return what becomes of a room's details.

    A room that is not open any more lets nobody look. One that is opened does not by itself
    either: what was written among its members is shown to others only if an owner says so.
    """
    access = details.access if edit.access is UNSET else edit.access
    look = details.look and access == "open" if edit.look is UNSET else edit.look
    return _checked_look(
        RoomDetails(
            name=details.name if edit.name is UNSET else edit.name,
            purpose=details.purpose if edit.purpose is UNSET else edit.purpose,
            access=access,
            look=look,
        )
    )


def searchable(details: RoomDetails) -> str:
    """Return the text in which the words of a search for rooms are looked up."""
    purpose = details.purpose
    return " ".join([details.name, purpose.statement, *purpose.tags]).casefold()


def _checked_look(details: RoomDetails) -> RoomDetails:
    if details.look and details.access != "open":
        raise Refusal(
            "bad_request",
            "`look` may be true in an open room only; the access of this one is"
            f" `{details.access}`",
            field="look",
        )
    return details


def _check_name(name: str) -> str:
    return check_line(name, "name", MAX_ROOM_NAME)


def _check_purpose(purpose: Purpose) -> Purpose:
    check_count(purpose.signs, "purpose.signs", MAX_SIGNS)
    return Purpose(
        statement=check_line(purpose.statement, "purpose.statement", MAX_STATEMENT),
        kind=purpose.kind,
        tags=check_tags(purpose.tags, "purpose.tags", MAX_TAGS),
        signs=tuple(
            check_line(sign, f"purpose.signs[{place}]", MAX_SIGN)
            for place, sign in enumerate(purpose.signs)
        ),
    )
