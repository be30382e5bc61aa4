"""The tables, on every database. Times are integer microseconds UTC; lists are JSON text.

The events are the truth; what hangs on a room or message otherwise (memberships, changes of
messages, reactions, pins, mentions) is written with its event, in one transaction, so that
reading "how it stands now" needs no folding of the log.
"""

from hubbub_server.store.schema.metadata import metadata
from hubbub_server.store.schema.people import (
    blocks,
    connection_requests,
    contact_codes,
    counted_rooms,
    exchanges,
    jobs,
    people_settings,
    personal_connections,
    reports,
    suggestions,
    thread_voices,
    ties,
)
from hubbub_server.store.schema.rooms import (
    EVERYBODY,
    accounts,
    command_keys,
    events,
    installation,
    invitations,
    join_requests,
    members,
    memberships,
    mentions,
    message_deletions,
    message_edits,
    pins,
    reactions,
    read_markers,
    room_tags,
    rooms,
    sign_ins,
    streams,
)

__all__ = [
    "EVERYBODY",
    "accounts",
    "blocks",
    "command_keys",
    "connection_requests",
    "contact_codes",
    "counted_rooms",
    "events",
    "exchanges",
    "installation",
    "invitations",
    "jobs",
    "join_requests",
    "members",
    "memberships",
    "mentions",
    "message_deletions",
    "message_edits",
    "metadata",
    "people_settings",
    "personal_connections",
    "pins",
    "reactions",
    "read_markers",
    "reports",
    "room_tags",
    "rooms",
    "sign_ins",
    "streams",
    "suggestions",
    "thread_voices",
    "ties",
]
