"""The Python SDK and bot framework of Hubbub.

:class:`Bot` listens and answers, :class:`Session` is a live session, :class:`Client` the HTTP API.
"""

from hubbub._bot import Bot
from hubbub._client import Client
from hubbub._errors import (
    AlreadyAnsweredError,
    EndedError,
    HubbubError,
    LinkError,
    RefusedError,
)
from hubbub._link import Link, LinkClosed
from hubbub._received import Received, ReceivedMessage
from hubbub._session import Incoming, Session
from hubbub._session_options import LinkNews, SessionOptions
from hubbub_protocol.client_news import (
    Broken,
    Ended,
    Opened,
    StreamLeft,
    StreamRefused,
    StreamReset,
)
from hubbub_protocol.client_presence import RoomPresence
from hubbub_protocol.events import (
    Event,
    JoinRequestClosed,
    JoinRequested,
    JoinRequestRefused,
    MemberBanned,
    MemberJoined,
    MemberLeft,
    MemberRemoved,
    MemberUnbanned,
    Mentioned,
    MessageDeleted,
    MessageEdited,
    MessagePinned,
    MessageSent,
    MessageUnpinned,
    ReactionAdded,
    ReactionRemoved,
    RoleChanged,
    RoomArchived,
    RoomCreated,
    RoomEdited,
    RoomJoined,
    RoomLeft,
    RoomRestored,
    RoomRoleChanged,
    RoomStateChanged,
    UnknownEvent,
)

__all__ = [
    "AlreadyAnsweredError",
    "Bot",
    "Broken",
    "Client",
    "Ended",
    "EndedError",
    "Event",
    "HubbubError",
    "Incoming",
    "JoinRequestClosed",
    "JoinRequestRefused",
    "JoinRequested",
    "Link",
    "LinkClosed",
    "LinkError",
    "LinkNews",
    "MemberBanned",
    "MemberJoined",
    "MemberLeft",
    "MemberRemoved",
    "MemberUnbanned",
    "Mentioned",
    "MessageDeleted",
    "MessageEdited",
    "MessagePinned",
    "MessageSent",
    "MessageUnpinned",
    "Opened",
    "ReactionAdded",
    "ReactionRemoved",
    "Received",
    "ReceivedMessage",
    "RefusedError",
    "RoleChanged",
    "RoomArchived",
    "RoomCreated",
    "RoomEdited",
    "RoomJoined",
    "RoomLeft",
    "RoomPresence",
    "RoomRestored",
    "RoomRoleChanged",
    "RoomStateChanged",
    "Session",
    "SessionOptions",
    "StreamLeft",
    "StreamRefused",
    "StreamReset",
    "UnknownEvent",
]
