"""Every operation of the contract and the endpoint that answers it."""

from collections.abc import Mapping
from functools import partial

from hubbub_protocol.errors import Refusal
from hubbub_protocol.operations import OPERATIONS
from hubbub_server.actions.desk import Desk
from hubbub_server.actions.door import Door
from hubbub_server.actions.sending import Sending
from hubbub_server.http import bots, community, members, messages, rooms, sign_ins
from hubbub_server.http.asked import Asked, Endpoint


async def not_yet(desk: Desk, asked: Asked) -> None:
    """Refuse what this hub is about to learn."""
    del desk, asked
    raise Refusal("unavailable", "This hub does not know how to do this yet")


def endpoints(door: Door, sending: Sending) -> Mapping[str, Endpoint]:
    """Return the endpoints by the names of their operations."""
    return {
        **{each.name: not_yet for each in OPERATIONS},
        "get_community": community.get_community,
        "edit_community": community.edit_community,
        "set_up": partial(community.set_up, door),
        "register": partial(community.register, door),
        "list_accounts": community.list_accounts,
        "ban_account": community.ban_account,
        "unban_account": community.unban_account,
        "change_password": partial(community.change_password, door),
        "sign_in": partial(sign_ins.sign_in, door),
        "list_sign_ins": sign_ins.list_sign_ins,
        "sign_out": sign_ins.sign_out,
        "revoke_sign_in": sign_ins.revoke_sign_in,
        "make_bot": partial(bots.make_bot, door),
        "list_bots": bots.list_bots,
        "renew_bot_token": partial(bots.renew_bot_token, door),
        "retire_bot": bots.retire_bot,
        **members.ENDPOINTS,
        **rooms.ENDPOINTS,
        "write_message": partial(messages.write_message, sending),
        **messages.ENDPOINTS,
    }
