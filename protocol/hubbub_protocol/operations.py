"""The HTTP API as data: every operation of ``/api/v1`` with its types.

The server binds an endpoint to each, OpenAPI is generated from it, and SDKs may walk it. Paths
are relative to ``/api/v1``; ``{room}``, ``{channel}``, ``{member}``, ``{invitation}`` and
``{sign_in}`` are ids, ``{stream}`` is a stream's name, ``{seq}`` the ``seq`` of a message. Writes
take ``Idempotency-Key`` (a UUID); the protocol says in prose which of them heed it.
"""

from dataclasses import dataclass
from typing import Final, Literal

import msgspec

from hubbub_protocol import (
    accounts,
    blocks,
    contact_codes,
    direct_channels,
    introductions,
    invitations,
    join_requests,
    members,
    messages,
    personal_connections,
    reports,
    rooms,
    suggestions,
)

Method = Literal["GET", "POST", "PUT", "PATCH", "DELETE"]
Caller = Literal["anyone", "member", "owner"]


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that can be asked over HTTP.

    ``query``, ``body`` and ``answer`` are the types of the query string, the JSON body and the
    JSON answer; no ``answer`` means 204. ``caller`` says who may ask at all: anyone, a signed-in
    member, or an owner of the community; the finer rights are the action's.
    """

    name: str
    method: Method
    path: str
    summary: str
    caller: Caller = "member"
    query: type[msgspec.Struct] | None = None
    body: type[msgspec.Struct] | None = None
    answer: type[msgspec.Struct] | None = None
    created: bool = False
    """Whether success is 201 rather than 200."""


_ACCOUNTS: Final = (
    Operation("get_community", "GET", "/community", "What anyone may know of the community",
              "anyone", answer=accounts.Community),
    Operation("edit_community", "PATCH", "/community", "Change its name or registration",
              "owner", body=accounts.EditCommunity, answer=accounts.Community),
    Operation("set_up", "POST", "/setup", "Make the owner with the one-time set-up token",
              "anyone", body=accounts.SetUp, answer=accounts.SignedIn, created=True),
    Operation("register", "POST", "/accounts", "Make an account and sign in",
              "anyone", body=accounts.Register, answer=accounts.SignedIn, created=True),
    Operation("list_accounts", "GET", "/accounts", "All accounts, by username",
              "owner", query=members.FindMembers, answer=accounts.AccountPage),
    Operation("ban_account", "PUT", "/accounts/{member}/ban", "Shut an account out",
              "owner", body=rooms.Reason),
    Operation("unban_account", "DELETE", "/accounts/{member}/ban", "Let it in again", "owner"),
    Operation("change_password", "PUT", "/account/password", "Change one's password",
              body=accounts.ChangePassword),
    Operation("sign_in", "POST", "/sign-ins", "Sign in", "anyone",
              body=accounts.SignIn, answer=accounts.SignedIn, created=True),
    Operation("list_sign_ins", "GET", "/sign-ins", "One's sign-ins", answer=accounts.SignInList),
    Operation("sign_out", "DELETE", "/sign-ins/current", "End this sign-in"),
    Operation("revoke_sign_in", "DELETE", "/sign-ins/{sign_in}", "End one of one's sign-ins"),
    Operation("make_bot", "POST", "/bots", "Make a bot and its token",
              body=accounts.MakeBot, answer=accounts.BotWithToken, created=True),
    Operation("list_bots", "GET", "/bots", "The bots one looks after", answer=accounts.BotList),
    Operation("renew_bot_token", "POST", "/bots/{member}/token", "A new token; the old ones end",
              answer=accounts.BotWithToken, created=True),
    Operation("retire_bot", "DELETE", "/bots/{member}", "End a bot: its tokens and its access"),
)  # fmt: skip

_MEMBERS: Final = (
    Operation("get_me", "GET", "/members/me", "The caller", answer=members.Me),
    Operation("edit_profile", "PATCH", "/members/me", "Change one's profile",
              body=members.EditProfile, answer=members.Me),
    Operation("find_members", "GET", "/members", "Members one shares a room with",
              query=members.FindMembers, answer=members.ProfilePage),
    Operation("get_member", "GET", "/members/{member}", "A member whom one has met",
              answer=personal_connections.Acquaintance),
)  # fmt: skip

_ROOMS: Final = (
    Operation("create_room", "POST", "/rooms", "Make a room and own it",
              body=rooms.CreateRoom, answer=rooms.Room, created=True),
    Operation("find_rooms", "GET", "/rooms", "Find rooms by words, tag and kind, liveliest first",
              query=rooms.FindRooms, answer=rooms.RoomPage),
    Operation("list_my_rooms", "GET", "/rooms/mine", "The rooms one belongs to, by name",
              query=members.Page, answer=rooms.RoomPage),
    Operation("get_room", "GET", "/rooms/{room}", "A room", answer=rooms.Room),
    Operation("edit_room", "PATCH", "/rooms/{room}", "Change a room, as its host or owner",
              body=rooms.EditRoom, answer=rooms.Room),
    Operation("archive_room", "PUT", "/rooms/{room}/archive", "Make it read-only, as its owner",
              answer=rooms.Room),
    Operation("restore_room", "DELETE", "/rooms/{room}/archive", "Open it again, as its owner",
              answer=rooms.Room),
    Operation("join_room", "POST", "/rooms/{room}/join", "Join an open room; again has no effect",
              answer=rooms.Room),
    Operation("leave_room", "POST", "/rooms/{room}/leave", "Leave; a last owner names a successor",
              body=rooms.LeaveRoom),
    Operation("list_room_members", "GET", "/rooms/{room}/members", "Who belongs to it",
              query=members.FindMembers, answer=rooms.RoomMemberPage),
    Operation("set_role", "PUT", "/rooms/{room}/members/{member}/role", "Give a role, as owner",
              body=rooms.SetRole, answer=rooms.RoomMember),
    Operation("remove_member", "POST", "/rooms/{room}/members/{member}/remove",
              "Remove a member, as host or owner", body=rooms.Reason),
    Operation("list_room_bans", "GET", "/rooms/{room}/bans", "Who is banned, for hosts and owners",
              query=members.Page, answer=rooms.RoomBanPage),
    Operation("ban_member", "PUT", "/rooms/{room}/bans/{member}",
              "Remove a member and shut them out, as host or owner", body=rooms.Reason),
    Operation("unban_member", "DELETE", "/rooms/{room}/bans/{member}", "Lift a ban"),
)  # fmt: skip

_JOIN_REQUESTS: Final = (
    Operation("ask_to_join", "POST", "/rooms/{room}/join-requests",
              "Ask the hosts of a room on request to be let in",
              body=join_requests.AskToJoin, answer=rooms.Room, created=True),
    Operation("list_join_requests", "GET", "/rooms/{room}/join-requests",
              "Who asks to be let in, for hosts and owners",
              query=members.Page, answer=join_requests.JoinRequestPage),
    Operation("withdraw_join_request", "DELETE", "/rooms/{room}/join-requests/mine",
              "Ask no longer"),
    Operation("admit_member", "POST", "/rooms/{room}/join-requests/{member}/admit",
              "Let one in who asked, as host or owner", answer=rooms.RoomMember),
    Operation("refuse_join_request", "POST", "/rooms/{room}/join-requests/{member}/refuse",
              "Refuse one who asked, as host or owner", body=join_requests.RefuseJoinRequest),
)  # fmt: skip

_INVITATIONS: Final = (
    Operation("look_at_invitation", "POST", "/invitations/look", "What an invitation is for",
              "anyone", body=invitations.InvitationCode, answer=invitations.ShownInvitation),
    Operation("accept_invitation", "POST", "/invitations/accept",
              "Join the room that one is invited into",
              body=invitations.InvitationCode, answer=invitations.AcceptedInvitation),
    Operation("make_room_invitation", "POST", "/rooms/{room}/invitations",
              "Invite into a room, as host or owner",
              body=invitations.MakeInvitation, answer=invitations.MadeInvitation, created=True),
    Operation("list_room_invitations", "GET", "/rooms/{room}/invitations",
              "The invitations into a room, for hosts and owners",
              query=members.Page, answer=invitations.InvitationPage),
    Operation("revoke_room_invitation", "DELETE", "/rooms/{room}/invitations/{invitation}",
              "Revoke an invitation into a room, as host or owner"),
    Operation("make_invitation", "POST", "/invitations", "Invite into the community", "owner",
              body=invitations.MakeInvitation, answer=invitations.MadeInvitation, created=True),
    Operation("list_invitations", "GET", "/invitations", "The invitations into the community",
              "owner", query=members.Page, answer=invitations.InvitationPage),
    Operation("revoke_invitation", "DELETE", "/invitations/{invitation}",
              "Revoke an invitation into the community", "owner"),
)  # fmt: skip

_DIRECT_CHANNELS: Final = (
    Operation("list_direct_channels", "GET", "/direct-channels",
              "One's direct channels, the one written in last first",
              query=direct_channels.FindDirectChannels, answer=direct_channels.DirectChannelPage),
    Operation("get_direct_channel", "GET", "/direct-channels/{channel}", "A direct channel",
              answer=direct_channels.DirectChannel),
    Operation("hide_direct_channel", "PUT", "/direct-channels/{channel}/hidden",
              "Hide it until the other writes again"),
    Operation("show_direct_channel", "DELETE", "/direct-channels/{channel}/hidden",
              "Hide it no longer"),
    Operation("export_direct_channel", "GET", "/direct-channels/{channel}/export",
              "All of it as one has it, part by part",
              query=direct_channels.ExportDirectChannel,
              answer=direct_channels.DirectChannelExport),
)  # fmt: skip

_MESSAGES: Final = (
    Operation("write_message", "POST", "/streams/{stream}/messages", "Write a message",
              body=messages.WriteMessage, answer=messages.Written, created=True),
    Operation("get_history", "GET", "/streams/{stream}/messages", "Messages as they now stand",
              query=messages.FindHistory, answer=messages.MessagePage),
    Operation("edit_message", "PATCH", "/streams/{stream}/messages/{seq}", "Edit one's message",
              body=messages.EditMessage, answer=messages.Written),
    Operation("delete_message", "DELETE", "/streams/{stream}/messages/{seq}", "Erase a message",
              answer=messages.Written),
    Operation("add_reaction", "PUT", "/streams/{stream}/messages/{seq}/reactions/{emoji}",
              "React", answer=messages.Written),
    Operation("remove_reaction", "DELETE", "/streams/{stream}/messages/{seq}/reactions/{emoji}",
              "Take a reaction back", answer=messages.Written),
    Operation("pin_message", "PUT", "/streams/{stream}/messages/{seq}/pin", "Pin, as host or owner",
              answer=messages.Written),
    Operation("unpin_message", "DELETE", "/streams/{stream}/messages/{seq}/pin", "Unpin",
              answer=messages.Written),
    Operation("list_pins", "GET", "/streams/{stream}/pins", "The pinned messages",
              answer=messages.PinList),
    Operation("list_events", "GET", "/streams/{stream}/events", "The events after a seq",
              query=messages.FindEvents, answer=messages.EventPage),
    Operation("mark_read", "PUT", "/streams/{stream}/read", "Say how far one has read",
              body=messages.SetRead, answer=messages.ReadMarker),
    Operation("mark_all_read", "POST", "/rooms/mine/read",
              "Mark all one's rooms and direct channels as read"),
    Operation("show_typing", "POST", "/streams/{stream}/typing", "Say that one is writing"),
)  # fmt: skip

_CONNECTION_REQUESTS: Final = (
    Operation("ask_to_connect", "POST", "/connection-requests",
              "Ask a member for a personal connection", body=personal_connections.AskToConnect,
              answer=personal_connections.AskedToConnect, created=True),
    Operation("list_sent_requests", "GET", "/connection-requests/sent",
              "One's own requests that are pending",
              query=members.Page, answer=personal_connections.SentRequestPage),
    Operation("list_received_requests", "GET", "/connection-requests/received",
              "The requests that one may accept",
              query=personal_connections.FindReceivedRequests,
              answer=personal_connections.ReceivedRequestPage),
    Operation("accept_request", "POST", "/connection-requests/{request}/accept",
              "Accept a request; again has no effect",
              answer=personal_connections.PersonalConnection),
    Operation("put_off_request", "POST", "/connection-requests/{request}/put-off",
              "Say not now; the sender is not told"),
    Operation("decline_request", "POST", "/connection-requests/{request}/decline",
              "Decline it, and the next ones of its sender; the sender is not told"),
    Operation("withdraw_request", "DELETE", "/connection-requests/{request}",
              "Take one's request back"),
)  # fmt: skip

_PERSONAL_CONNECTIONS: Final = (
    Operation("list_personal_connections", "GET", "/personal-connections",
              "With whom one is connected, by name",
              query=personal_connections.FindPersonalConnections,
              answer=personal_connections.PersonalConnectionPage),
    Operation("end_personal_connection", "DELETE", "/personal-connections/{member}",
              "End a personal connection; again has no effect"),
    Operation("get_people_settings", "GET", "/account/people", "How one may be approached",
              answer=personal_connections.PeopleSettings),
    Operation("edit_people_settings", "PATCH", "/account/people", "Change how one may be",
              body=personal_connections.EditPeopleSettings,
              answer=personal_connections.PeopleSettings),
)  # fmt: skip

_BLOCKS: Final = (
    Operation("list_blocks", "GET", "/blocks", "Whom one has blocked, the latest first",
              query=members.Page, answer=blocks.BlockPage),
    Operation("block_member", "PUT", "/blocks/{member}", "Block a member; again has no effect"),
    Operation("unblock_member", "DELETE", "/blocks/{member}", "Block them no longer"),
)  # fmt: skip

_CONTACT_CODES: Final = (
    Operation("list_contact_codes", "GET", "/contact-codes", "One's open contact codes",
              query=members.Page, answer=contact_codes.ContactCodePage),
    Operation("make_contact_code", "POST", "/contact-codes", "Make a contact code",
              body=contact_codes.MakeContactCode, answer=contact_codes.MadeContactCode,
              created=True),
    Operation("look_at_contact_code", "POST", "/contact-codes/look", "Whose a contact code is",
              body=contact_codes.LookAtContactCode, answer=contact_codes.ShownContactCode),
    Operation("revoke_contact_code", "DELETE", "/contact-codes/{contact_code}",
              "Revoke a contact code; requests that came by it stay"),
)  # fmt: skip

_REPORTS: Final = (
    Operation("make_report", "POST", "/reports", "Show a request to the owners of the community",
              body=reports.MakeReport),
    Operation("list_reports", "GET", "/reports", "What members have reported, the latest first",
              "owner", query=members.Page, answer=reports.ReportPage),
    Operation("close_report", "POST", "/reports/{report}/close", "Say that it was looked at",
              "owner"),
)  # fmt: skip

_TIES: Final = (
    Operation("get_tie", "GET", "/personal-connections/{member}",
              "What one shares with whom one is connected", answer=personal_connections.Tie),
    Operation("set_note", "PUT", "/personal-connections/{member}/note",
              "Write one's private note", body=personal_connections.SetNote),
    Operation("introduce", "POST", "/introductions",
              "Introduce two with whom one is connected",
              body=introductions.Introduce, answer=introductions.MadeIntroduction, created=True),
    Operation("list_introductions", "GET", "/introductions",
              "The open introductions that concern one", answer=introductions.IntroductionList),
    Operation("accept_introduction", "POST", "/introductions/{introduction}/accept",
              "Accept an introduction"),
    Operation("decline_introduction", "POST", "/introductions/{introduction}/decline",
              "Decline an introduction; nobody is told"),
    Operation("withdraw_introduction", "DELETE", "/introductions/{introduction}",
              "Take one's own introduction back"),
)  # fmt: skip

_SUGGESTIONS: Final = (
    Operation("list_suggestions", "GET", "/suggestions", "Whom one might know better",
              answer=suggestions.SuggestionList),
    Operation("dismiss_suggestion", "DELETE", "/suggestions/{member}",
              "Have somebody suggested no longer"),
)  # fmt: skip

OPERATIONS: Final[tuple[Operation, ...]] = (
    _ACCOUNTS
    + _MEMBERS
    + _ROOMS
    + _JOIN_REQUESTS
    + _INVITATIONS
    + _MESSAGES
    + _DIRECT_CHANNELS
    + _CONNECTION_REQUESTS
    + _PERSONAL_CONNECTIONS
    + _BLOCKS
    + _CONTACT_CODES
    + _REPORTS
    + _TIES
    + _SUGGESTIONS
)
"""Every operation of the API, in the order of its documentation."""
