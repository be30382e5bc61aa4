// Written by `python -m hubbub_protocol.typescript`. Do not edit.

export const SUBPROTOCOLS = {
  "msgpack": "hubbub.v1.msgpack",
  "json": "hubbub.v1.json"
} as const;

export const CLOSE_CODES = {
  "going_away": {
    "code": 1001,
    "verdict": "resume"
  },
  "service_restart": {
    "code": 1012,
    "verdict": "resume"
  },
  "internal": {
    "code": 4000,
    "verdict": "back_off"
  },
  "no_hello": {
    "code": 4001,
    "verdict": "back_off"
  },
  "no_pong": {
    "code": 4002,
    "verdict": "back_off"
  },
  "overloaded": {
    "code": 4013,
    "verdict": "back_off"
  },
  "expired": {
    "code": 4100,
    "verdict": "sign_in"
  },
  "session_replaced": {
    "code": 4101,
    "verdict": "stop"
  },
  "signed_out": {
    "code": 4102,
    "verdict": "sign_in"
  },
  "bad_token": {
    "code": 4200,
    "verdict": "stop"
  },
  "banned": {
    "code": 4201,
    "verdict": "stop"
  },
  "version": {
    "code": 4202,
    "verdict": "stop"
  },
  "malformed": {
    "code": 4203,
    "verdict": "stop"
  },
  "abuse": {
    "code": 4204,
    "verdict": "stop"
  },
  "too_many_sockets": {
    "code": 4205,
    "verdict": "stop"
  },
  "origin": {
    "code": 4206,
    "verdict": "stop"
  }
} as const;

export const ERROR_CODES = {
  "bad_request": {
    "status": 400,
    "retry": false
  },
  "unauthorized": {
    "status": 401,
    "retry": false
  },
  "forbidden": {
    "status": 403,
    "retry": false
  },
  "not_connected": {
    "status": 403,
    "retry": false
  },
  "not_found": {
    "status": 404,
    "retry": false
  },
  "conflict": {
    "status": 409,
    "retry": false
  },
  "too_large": {
    "status": 413,
    "retry": false
  },
  "rate_limited": {
    "status": 429,
    "retry": true
  },
  "internal": {
    "status": 500,
    "retry": true
  },
  "unavailable": {
    "status": 503,
    "retry": true
  }
} as const;

export const DEFAULT_LIMITS = {
  "frame_bytes": 131072,
  "body": 8000,
  "mentions": 20,
  "hello_ms": 10000,
  "pong_ms": 10000,
  "unanswered": 32,
  "sends_per_second": 10,
  "send_burst": 30,
  "new_account_sends_per_second": 2,
  "subscriptions": 500,
  "sockets": 10,
  "presence_members": 500
} as const;

export const LIMITS = {
  "max_commands_per_frame": 32,
  "max_streams_per_subscribe": 100,
  "max_page": 200,
  "username_pattern": "^[a-z0-9][a-z0-9._-]{0,30}[a-z0-9]$",
  "colour_pattern": "^#[0-9a-f]{6}$",
  "min_password": 10,
  "max_password": 256,
  "max_display_name": 48,
  "max_line": 160,
  "max_interests": 20,
  "max_tag": 32,
  "max_tags": 10,
  "max_room_name": 64,
  "max_statement": 200,
  "max_signs": 3,
  "max_sign": 120,
  "max_reason": 200,
  "max_emoji": 32,
  "max_reactions_per_message": 20,
  "max_pins_per_room": 50,
  "max_join_reason": 300,
  "max_refusal_word": 200,
  "max_join_requests": 10,
  "ask_again_days": 7,
  "max_code": 256,
  "max_invitation_uses": 1000,
  "min_invitation_s": 3600,
  "max_invitation_s": 31536000,
  "max_invitation_note": 100,
  "max_invitations": 100,
  "max_opening": 140,
  "max_requests": 10,
  "max_new_account_requests": 5,
  "request_days": 90,
  "decline_days": 180,
  "max_note": 500,
  "max_contact_codes": 20,
  "max_contact_label": 60,
  "max_introductions": 3,
  "max_introductions_of_two": 2,
  "max_sentence": 200,
  "introduction_days": 30,
  "suggestions_per_week": 3,
  "max_report_reason": 500,
  "max_blocks": 1000,
  "unread_ceiling": 1000
} as const;

export const EVENT_KINDS = [
  "connection_request_answered",
  "connection_request_closed",
  "connection_requested",
  "direct_channel_ended",
  "direct_channel_hidden",
  "direct_channel_opened",
  "direct_channel_shown",
  "introduction_answered",
  "introduction_closed",
  "introduction_made",
  "join_request_closed",
  "join_request_refused",
  "join_requested",
  "member_banned",
  "member_blocked",
  "member_joined",
  "member_left",
  "member_removed",
  "member_unbanned",
  "member_unblocked",
  "mentioned",
  "message_deleted",
  "message_edited",
  "message_pinned",
  "message_sent",
  "message_unpinned",
  "people_settings_changed",
  "personal_connection_ended",
  "personal_connection_opened",
  "cause",
  "hobby",
  "location",
  "profession",
  "reaction_added",
  "reaction_removed",
  "report_made",
  "role_changed",
  "room_archived",
  "room_created",
  "room_edited",
  "room_joined",
  "room_left",
  "room_restored",
  "room_role_changed",
  "room_state_changed",
  "suggestions_changed"
] as const;

export const FRAME_TAGS = [
  "bye",
  "drain",
  "ephemeral",
  "error",
  "messages",
  "ok",
  "ping",
  "present",
  "reset",
  "skip",
  "subscribed",
  "welcome",
  "event"
] as const;

export const ROUTES = {
  "get_community": {
    "method": "GET",
    "path": "/community"
  },
  "edit_community": {
    "method": "PATCH",
    "path": "/community"
  },
  "set_up": {
    "method": "POST",
    "path": "/setup"
  },
  "register": {
    "method": "POST",
    "path": "/accounts"
  },
  "list_accounts": {
    "method": "GET",
    "path": "/accounts"
  },
  "ban_account": {
    "method": "PUT",
    "path": "/accounts/{member}/ban"
  },
  "unban_account": {
    "method": "DELETE",
    "path": "/accounts/{member}/ban"
  },
  "change_password": {
    "method": "PUT",
    "path": "/account/password"
  },
  "sign_in": {
    "method": "POST",
    "path": "/sign-ins"
  },
  "list_sign_ins": {
    "method": "GET",
    "path": "/sign-ins"
  },
  "sign_out": {
    "method": "DELETE",
    "path": "/sign-ins/current"
  },
  "revoke_sign_in": {
    "method": "DELETE",
    "path": "/sign-ins/{sign_in}"
  },
  "make_bot": {
    "method": "POST",
    "path": "/bots"
  },
  "list_bots": {
    "method": "GET",
    "path": "/bots"
  },
  "renew_bot_token": {
    "method": "POST",
    "path": "/bots/{member}/token"
  },
  "retire_bot": {
    "method": "DELETE",
    "path": "/bots/{member}"
  },
  "get_me": {
    "method": "GET",
    "path": "/members/me"
  },
  "edit_profile": {
    "method": "PATCH",
    "path": "/members/me"
  },
  "find_members": {
    "method": "GET",
    "path": "/members"
  },
  "get_member": {
    "method": "GET",
    "path": "/members/{member}"
  },
  "create_room": {
    "method": "POST",
    "path": "/rooms"
  },
  "find_rooms": {
    "method": "GET",
    "path": "/rooms"
  },
  "list_my_rooms": {
    "method": "GET",
    "path": "/rooms/mine"
  },
  "get_room": {
    "method": "GET",
    "path": "/rooms/{room}"
  },
  "edit_room": {
    "method": "PATCH",
    "path": "/rooms/{room}"
  },
  "archive_room": {
    "method": "PUT",
    "path": "/rooms/{room}/archive"
  },
  "restore_room": {
    "method": "DELETE",
    "path": "/rooms/{room}/archive"
  },
  "join_room": {
    "method": "POST",
    "path": "/rooms/{room}/join"
  },
  "leave_room": {
    "method": "POST",
    "path": "/rooms/{room}/leave"
  },
  "list_room_members": {
    "method": "GET",
    "path": "/rooms/{room}/members"
  },
  "set_role": {
    "method": "PUT",
    "path": "/rooms/{room}/members/{member}/role"
  },
  "remove_member": {
    "method": "POST",
    "path": "/rooms/{room}/members/{member}/remove"
  },
  "list_room_bans": {
    "method": "GET",
    "path": "/rooms/{room}/bans"
  },
  "ban_member": {
    "method": "PUT",
    "path": "/rooms/{room}/bans/{member}"
  },
  "unban_member": {
    "method": "DELETE",
    "path": "/rooms/{room}/bans/{member}"
  },
  "ask_to_join": {
    "method": "POST",
    "path": "/rooms/{room}/join-requests"
  },
  "list_join_requests": {
    "method": "GET",
    "path": "/rooms/{room}/join-requests"
  },
  "withdraw_join_request": {
    "method": "DELETE",
    "path": "/rooms/{room}/join-requests/mine"
  },
  "admit_member": {
    "method": "POST",
    "path": "/rooms/{room}/join-requests/{member}/admit"
  },
  "refuse_join_request": {
    "method": "POST",
    "path": "/rooms/{room}/join-requests/{member}/refuse"
  },
  "look_at_invitation": {
    "method": "POST",
    "path": "/invitations/look"
  },
  "accept_invitation": {
    "method": "POST",
    "path": "/invitations/accept"
  },
  "make_room_invitation": {
    "method": "POST",
    "path": "/rooms/{room}/invitations"
  },
  "list_room_invitations": {
    "method": "GET",
    "path": "/rooms/{room}/invitations"
  },
  "revoke_room_invitation": {
    "method": "DELETE",
    "path": "/rooms/{room}/invitations/{invitation}"
  },
  "make_invitation": {
    "method": "POST",
    "path": "/invitations"
  },
  "list_invitations": {
    "method": "GET",
    "path": "/invitations"
  },
  "revoke_invitation": {
    "method": "DELETE",
    "path": "/invitations/{invitation}"
  },
  "write_message": {
    "method": "POST",
    "path": "/streams/{stream}/messages"
  },
  "get_history": {
    "method": "GET",
    "path": "/streams/{stream}/messages"
  },
  "edit_message": {
    "method": "PATCH",
    "path": "/streams/{stream}/messages/{seq}"
  },
  "delete_message": {
    "method": "DELETE",
    "path": "/streams/{stream}/messages/{seq}"
  },
  "add_reaction": {
    "method": "PUT",
    "path": "/streams/{stream}/messages/{seq}/reactions/{emoji}"
  },
  "remove_reaction": {
    "method": "DELETE",
    "path": "/streams/{stream}/messages/{seq}/reactions/{emoji}"
  },
  "pin_message": {
    "method": "PUT",
    "path": "/streams/{stream}/messages/{seq}/pin"
  },
  "unpin_message": {
    "method": "DELETE",
    "path": "/streams/{stream}/messages/{seq}/pin"
  },
  "list_pins": {
    "method": "GET",
    "path": "/streams/{stream}/pins"
  },
  "list_events": {
    "method": "GET",
    "path": "/streams/{stream}/events"
  },
  "mark_read": {
    "method": "PUT",
    "path": "/streams/{stream}/read"
  },
  "mark_all_read": {
    "method": "POST",
    "path": "/rooms/mine/read"
  },
  "show_typing": {
    "method": "POST",
    "path": "/streams/{stream}/typing"
  },
  "list_direct_channels": {
    "method": "GET",
    "path": "/direct-channels"
  },
  "get_direct_channel": {
    "method": "GET",
    "path": "/direct-channels/{channel}"
  },
  "hide_direct_channel": {
    "method": "PUT",
    "path": "/direct-channels/{channel}/hidden"
  },
  "show_direct_channel": {
    "method": "DELETE",
    "path": "/direct-channels/{channel}/hidden"
  },
  "export_direct_channel": {
    "method": "GET",
    "path": "/direct-channels/{channel}/export"
  },
  "ask_to_connect": {
    "method": "POST",
    "path": "/connection-requests"
  },
  "list_sent_requests": {
    "method": "GET",
    "path": "/connection-requests/sent"
  },
  "list_received_requests": {
    "method": "GET",
    "path": "/connection-requests/received"
  },
  "accept_request": {
    "method": "POST",
    "path": "/connection-requests/{request}/accept"
  },
  "put_off_request": {
    "method": "POST",
    "path": "/connection-requests/{request}/put-off"
  },
  "decline_request": {
    "method": "POST",
    "path": "/connection-requests/{request}/decline"
  },
  "withdraw_request": {
    "method": "DELETE",
    "path": "/connection-requests/{request}"
  },
  "list_personal_connections": {
    "method": "GET",
    "path": "/personal-connections"
  },
  "end_personal_connection": {
    "method": "DELETE",
    "path": "/personal-connections/{member}"
  },
  "get_people_settings": {
    "method": "GET",
    "path": "/account/people"
  },
  "edit_people_settings": {
    "method": "PATCH",
    "path": "/account/people"
  },
  "list_blocks": {
    "method": "GET",
    "path": "/blocks"
  },
  "block_member": {
    "method": "PUT",
    "path": "/blocks/{member}"
  },
  "unblock_member": {
    "method": "DELETE",
    "path": "/blocks/{member}"
  },
  "list_contact_codes": {
    "method": "GET",
    "path": "/contact-codes"
  },
  "make_contact_code": {
    "method": "POST",
    "path": "/contact-codes"
  },
  "look_at_contact_code": {
    "method": "POST",
    "path": "/contact-codes/look"
  },
  "revoke_contact_code": {
    "method": "DELETE",
    "path": "/contact-codes/{contact_code}"
  },
  "make_report": {
    "method": "POST",
    "path": "/reports"
  },
  "list_reports": {
    "method": "GET",
    "path": "/reports"
  },
  "close_report": {
    "method": "POST",
    "path": "/reports/{report}/close"
  },
  "get_tie": {
    "method": "GET",
    "path": "/personal-connections/{member}"
  },
  "set_note": {
    "method": "PUT",
    "path": "/personal-connections/{member}/note"
  },
  "introduce": {
    "method": "POST",
    "path": "/introductions"
  },
  "list_introductions": {
    "method": "GET",
    "path": "/introductions"
  },
  "accept_introduction": {
    "method": "POST",
    "path": "/introductions/{introduction}/accept"
  },
  "decline_introduction": {
    "method": "POST",
    "path": "/introductions/{introduction}/decline"
  },
  "withdraw_introduction": {
    "method": "DELETE",
    "path": "/introductions/{introduction}"
  },
  "list_suggestions": {
    "method": "GET",
    "path": "/suggestions"
  },
  "dismiss_suggestion": {
    "method": "DELETE",
    "path": "/suggestions/{member}"
  }
} as const;
