"""Every operation of the HTTP API: as what it is asked of the other, or why it concerns nobody."""

from dataclasses import dataclass
from typing import Final

from hubbub_protocol.operations import OPERATIONS, Operation
from tests.server.answers.house import Map
from tests.server.answers.relations import OTHER_SAYS, UNKNOWN, Pair

OPERATION: Final = {each.name: each for each in OPERATIONS}

_OF_ONESELF: Final = "the caller's own account, profile, settings or bots"
_OF_THE_COMMUNITY: Final = "the community, its door and the invitations into it"
_OF_ROOMS: Final = "a room as such, whoever else is in it"
NEITHER: Final[dict[str, str]] = {
    "get_community": _OF_THE_COMMUNITY,
    "edit_community": _OF_THE_COMMUNITY,
    "set_up": _OF_THE_COMMUNITY,
    "register": _OF_THE_COMMUNITY,
    "look_at_invitation": _OF_THE_COMMUNITY,
    "accept_invitation": _OF_THE_COMMUNITY,
    "make_invitation": _OF_THE_COMMUNITY,
    "list_invitations": _OF_THE_COMMUNITY,
    "revoke_invitation": _OF_THE_COMMUNITY,
    "change_password": _OF_ONESELF,
    "sign_in": _OF_ONESELF,
    "list_sign_ins": _OF_ONESELF,
    "sign_out": _OF_ONESELF,
    "revoke_sign_in": _OF_ONESELF,
    "make_bot": _OF_ONESELF,
    "list_bots": _OF_ONESELF,
    "get_me": _OF_ONESELF,
    "edit_profile": _OF_ONESELF,
    "get_people_settings": _OF_ONESELF,
    "edit_people_settings": _OF_ONESELF,
    "list_contact_codes": _OF_ONESELF,
    "make_contact_code": _OF_ONESELF,
    "revoke_contact_code": _OF_ONESELF,
    "create_room": _OF_ROOMS,
    "find_rooms": _OF_ROOMS,
    "list_my_rooms": _OF_ROOMS,
    "get_room": _OF_ROOMS,
    "edit_room": _OF_ROOMS,
    "archive_room": _OF_ROOMS,
    "restore_room": _OF_ROOMS,
    "join_room": _OF_ROOMS,
    "leave_room": _OF_ROOMS,
    "ask_to_join": _OF_ROOMS,
    "list_join_requests": _OF_ROOMS,
    "withdraw_join_request": _OF_ROOMS,
    "make_room_invitation": _OF_ROOMS,
    "list_room_invitations": _OF_ROOMS,
    "revoke_room_invitation": _OF_ROOMS,
}
"""What touches neither a direct channel nor another person: the reason."""


@dataclass(frozen=True)
class Request:
    """How an operation is asked; words in braces stand for what :class:`Pair` has of that name."""

    operation: str
    body: Map | None = None
    words: tuple[tuple[str, str], ...] = ()
    """What stands in the path, where it is not that of the pair by the same name."""
    sign: str = "{other}"
    """Stands in an answer in which the other is seen."""


def _in(stream: str, seq: str = "{mine}") -> tuple[tuple[str, str], ...]:
    return (("stream", stream), ("seq", seq), ("emoji", "🍞"))


_DIRECT: Final = "{direct}"
_ROOM: Final = "{room_stream}"
_OWN_ROOM: Final = (("room", "{own_room}"),)
_REASON: Final[Map] = {"reason": "because"}

REQUESTS: Final[dict[str, Request]] = {
    "list_accounts": Request("list_accounts"),
    "ban_account": Request("ban_account", _REASON),
    "unban_account": Request("unban_account"),
    "renew_bot_token": Request("renew_bot_token"),
    "retire_bot": Request("retire_bot"),
    "find_members": Request("find_members"),
    "get_member": Request("get_member"),
    "list_room_members": Request("list_room_members"),
    "list_room_members of one's own": Request("list_room_members", words=_OWN_ROOM),
    "set_role": Request("set_role", {"role": "host"}, _OWN_ROOM),
    "remove_member": Request("remove_member", _REASON, _OWN_ROOM),
    "list_room_bans": Request("list_room_bans", words=_OWN_ROOM),
    "ban_member": Request("ban_member", _REASON, _OWN_ROOM),
    "unban_member": Request("unban_member", words=_OWN_ROOM),
    "admit_member": Request("admit_member", words=_OWN_ROOM),
    "refuse_join_request": Request("refuse_join_request", {"word": "no"}, _OWN_ROOM),
    "write_message": Request("write_message", {"body": "hello"}, _in(_DIRECT)),
    "write_message in a room": Request("write_message", {"body": "hello @bo"}, _in(_ROOM)),
    "get_history": Request("get_history", None, _in(_DIRECT), OTHER_SAYS),
    "get_history in a room": Request("get_history", None, _in(_ROOM), OTHER_SAYS),
    "edit_message": Request("edit_message", {"body": "hello"}, _in(_DIRECT, "3")),
    "edit_message in a room": Request("edit_message", {"body": "hello @bo"}, _in(_ROOM)),
    "delete_message": Request("delete_message", None, _in(_DIRECT, "3")),
    "delete_message of the other": Request("delete_message", None, _in(_DIRECT, "2")),
    "delete_message in a room": Request("delete_message", None, _in(_ROOM)),
    "add_reaction": Request("add_reaction", None, _in(_DIRECT, "2")),
    "add_reaction in a room": Request("add_reaction", None, _in(_ROOM, "{theirs}")),
    "remove_reaction": Request("remove_reaction", None, _in(_DIRECT, "2")),
    "remove_reaction in a room": Request("remove_reaction", None, _in(_ROOM, "{theirs}")),
    "pin_message": Request("pin_message", None, _in(_DIRECT, "2")),
    "pin_message in a room": Request("pin_message", None, _in(_ROOM, "{theirs}")),
    "unpin_message": Request("unpin_message", None, _in(_DIRECT, "2")),
    "unpin_message in a room": Request("unpin_message", None, _in(_ROOM, "{theirs}")),
    "list_pins": Request("list_pins", None, _in(_DIRECT), OTHER_SAYS),
    "list_pins in a room": Request("list_pins", None, _in(_ROOM), OTHER_SAYS),
    "list_events": Request("list_events", None, _in(_DIRECT), OTHER_SAYS),
    "list_events in a room": Request("list_events", None, _in(_ROOM), OTHER_SAYS),
    "mark_read": Request("mark_read", {"seq": 1}, _in(_DIRECT)),
    "mark_read in a room": Request("mark_read", {"seq": 1}, _in(_ROOM)),
    "mark_all_read": Request("mark_all_read"),
    "show_typing": Request("show_typing", None, _in(_DIRECT)),
    "show_typing in a room": Request("show_typing", None, _in(_ROOM)),
    "list_direct_channels": Request("list_direct_channels"),
    "get_direct_channel": Request("get_direct_channel"),
    "hide_direct_channel": Request("hide_direct_channel"),
    "show_direct_channel": Request("show_direct_channel"),
    "export_direct_channel": Request("export_direct_channel", sign=OTHER_SAYS),
    "ask_to_connect": Request("ask_to_connect", {"member": "{other}"}),
    "ask_to_connect by a code": Request("ask_to_connect", {"code": "{code}"}),
    "list_sent_requests": Request("list_sent_requests"),
    "list_received_requests": Request("list_received_requests"),
    "accept_request": Request("accept_request"),
    "put_off_request": Request("put_off_request"),
    "decline_request": Request("decline_request"),
    "withdraw_request": Request("withdraw_request"),
    "list_personal_connections": Request("list_personal_connections"),
    "end_personal_connection": Request("end_personal_connection"),
    "list_blocks": Request("list_blocks"),
    "block_member": Request("block_member"),
    "unblock_member": Request("unblock_member"),
    "look_at_contact_code": Request("look_at_contact_code", {"code": "{code}"}),
    "make_report": Request("make_report", {"request": "{request}", "reason": "rude"}),
    "list_reports": Request("list_reports"),
    "close_report": Request("close_report", words=(("report", UNKNOWN),)),
    "get_tie": Request("get_tie"),
    "set_note": Request("set_note", {"note": "bakes rye"}),
    "introduce": Request("introduce", {"members": ["{other}", "{third}"], "sentence": "Bake"}),
    "list_introductions": Request("list_introductions"),
    "accept_introduction": Request("accept_introduction"),
    "decline_introduction": Request("decline_introduction"),
    "withdraw_introduction": Request("withdraw_introduction"),
    "list_suggestions": Request("list_suggestions"),
    "dismiss_suggestion": Request("dismiss_suggestion"),
}
"""The rows of the table. In a direct channel, unless another place is named."""


def asked_of(pair: Pair, request: Request) -> tuple[Operation, str, object]:
    """Return the operation, the path and the body of a request between these two."""
    operation = OPERATION[request.operation]
    path = operation.path
    for name, word in (("member", "{other}"), *request.words):
        path = path.replace("{" + name + "}", word)
    return operation, str(filled_all(path, pair)), filled_all(request.body, pair)


def filled_all(value: object, pair: Pair) -> object:
    """Put what a pair has in the place of its name in braces; a number alone stays a number."""
    if isinstance(value, dict):
        return {name: filled_all(each, pair) for name, each in value.items()}
    if isinstance(value, list):
        return [filled_all(each, pair) for each in value]
    if not isinstance(value, str):
        return value
    if isinstance(pair.words.get(value[1:-1]), int):
        return pair.words[value[1:-1]]
    for name, word in pair.words.items():
        value = value.replace("{" + name + "}", str(word))
    return value
