"""The HTTP API as data: every operation of ``/api/v1`` with its types.

The server binds an endpoint to each, OpenAPI is generated from it, and SDKs may walk it. Paths
are relative to ``/api/v1``; ``{room}``, ``{channel}``, ``{member}``, ``{invitation}`` and
``{sign_in}`` are ids, ``{stream}`` is a stream's name, ``{seq}`` the ``seq`` of a message. Writes
take ``Idempotency-Key`` (a UUID); the protocol says in prose which of them heed it.
"""

from dataclasses import dataclass
from typing import Final, Literal

import msgspec

from hubbub_protocol import blocks, contact_codes, introductions, reports
from hubbub_protocol import personal_connections as pc

from hubbub_protocol import (
    accounts,
    direct_channels,
    invitations,
    join_requests,
    members,
    messages,
    personal_connections,
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
    Operation("get_member", "GET", "/members/{member}", "A member one shares or shared a room with",
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

_SUGGESTIONS: Final = (
    Operation("list_suggestions", "GET", "/suggestions", "Whom one might know better",
              answer=suggestions.SuggestionList),
    Operation("dismiss_suggestion", "DELETE", "/suggestions/{member}",
              "Have somebody suggested no longer"),
)  # fmt: skip

_TEMP: Final = (
    Operation("ask_to_connect", "POST", "/connection-requests", "x", body=pc.AskToConnect, answer=pc.AskedToConnect, created=True),
    Operation("list_sent_requests", "GET", "/connection-requests/sent", "x", query=members.Page, answer=pc.SentRequestPage),
    Operation("list_received_requests", "GET", "/connection-requests/received", "x", query=pc.FindReceivedRequests, answer=pc.ReceivedRequestPage),
    Operation("accept_request", "POST", "/connection-requests/{request}/accept", "x", answer=pc.PersonalConnection),
    Operation("put_off_request", "POST", "/connection-requests/{request}/put-off", "x"),
    Operation("decline_request", "POST", "/connection-requests/{request}/decline", "x"),
    Operation("withdraw_request", "DELETE", "/connection-requests/{request}", "x"),
    Operation("list_personal_connections", "GET", "/personal-connections", "x", query=pc.FindPersonalConnections, answer=pc.PersonalConnectionPage),
    Operation("get_tie", "GET", "/personal-connections/{member}", "x", answer=pc.Tie),
    Operation("end_personal_connection", "DELETE", "/personal-connections/{member}", "x"),
    Operation("set_note", "PUT", "/personal-connections/{member}/note", "x", body=pc.SetNote),
    Operation("list_blocks", "GET", "/blocks", "x", query=members.Page, answer=blocks.BlockPage),
    Operation("block_member", "PUT", "/blocks/{member}", "x"),
    Operation("unblock_member", "DELETE", "/blocks/{member}", "x"),
    Operation("list_contact_codes", "GET", "/contact-codes", "x", query=members.Page, answer=contact_codes.ContactCodePage),
    Operation("make_contact_code", "POST", "/contact-codes", "x", body=contact_codes.MakeContactCode, answer=contact_codes.MadeContactCode, created=True),
    Operation("revoke_contact_code", "DELETE", "/contact-codes/{contact_code}", "x"),
    Operation("look_at_contact_code", "POST", "/contact-codes/look", "x", body=contact_codes.LookAtContactCode, answer=contact_codes.ShownContactCode),
    Operation("get_people_settings", "GET", "/account/people", "x", answer=pc.PeopleSettings),
    Operation("edit_people_settings", "PATCH", "/account/people", "x", body=pc.EditPeopleSettings, answer=pc.PeopleSettings),
    Operation("introduce", "POST", "/introductions", "x", body=introductions.Introduce, answer=introductions.MadeIntroduction, created=True),
    Operation("list_introductions", "GET", "/introductions", "x", answer=introductions.IntroductionList),
    Operation("accept_introduction", "POST", "/introductions/{introduction}/accept", "x"),
    Operation("decline_introduction", "POST", "/introductions/{introduction}/decline", "x"),
    Operation("withdraw_introduction", "DELETE", "/introductions/{introduction}", "x"),
    Operation("make_report", "POST", "/reports", "x", body=reports.MakeReport),
    Operation("list_reports", "GET", "/reports", "x", "owner", query=members.Page, answer=reports.ReportPage),
    Operation("close_report", "POST", "/reports/{report}/close", "x", "owner"),
)

OPERATIONS: Final[tuple[Operation, ...]] = (
    _ACCOUNTS
    + _MEMBERS
    + _ROOMS
    + _JOIN_REQUESTS
    + _INVITATIONS
    + _MESSAGES
    + _DIRECT_CHANNELS
    + _SUGGESTIONS
    + _TEMP
)
"""Every operation of the API, in the order of its documentation."""
