"""Every operation of the contract and the endpoint that answers it."""

from collections.abc import Mapping
from functools import partial

from hubbub_server.actions.door import Door
from hubbub_server.actions.sending import Sending
from hubbub_server.http import (
    blocks,
    bots,
    community,
    connection_requests,
    contact_codes,
    direct_channels,
    introductions,
    invitations,
    join_requests,
    members,
    messages,
    people_settings,
    personal_connections,
    reports,
    rooms,
    sign_ins,
    suggestions,
)
from hubbub_server.http.asked import Endpoint


def endpoints(door: Door, sending: Sending) -> Mapping[str, Endpoint]:
    """Return the endpoints by the names of their operations."""
    return {
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
        **join_requests.ENDPOINTS,
        "look_at_invitation": partial(invitations.look_at_invitation, door),
        "accept_invitation": partial(invitations.accept_invitation, door),
        **invitations.ENDPOINTS,
        "write_message": partial(messages.write_message, sending),
        **messages.ENDPOINTS,
        **direct_channels.ENDPOINTS,
        "ask_to_connect": partial(connection_requests.ask_to_connect, door),
        **connection_requests.ENDPOINTS,
        **personal_connections.ENDPOINTS,
        **blocks.ENDPOINTS,
        "look_at_contact_code": partial(contact_codes.look_at_contact_code, door),
        **contact_codes.ENDPOINTS,
        **reports.ENDPOINTS,
        **people_settings.ENDPOINTS,
        **introductions.ENDPOINTS,
        **suggestions.ENDPOINTS,
    }
