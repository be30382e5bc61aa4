"""Events: what happened, in the order of a stream. Past tense, frozen, closed.

On the wire an event is one flat map: ``t`` = ``event``, ``stream``, ``seq``, ``kind``, ``at``,
``actor``, then the fields of its kind. The classes here are those fields; ``kind`` is the
snake_case name of the class. Clients ignore fields and kinds that they do not know, but count
every ``seq``.
"""

from typing import Literal, get_args

import msgspec

from hubbub_protocol.ids import Id
from hubbub_protocol.naming import tag_of
from hubbub_protocol.personal_connections import Origin
from hubbub_protocol.rooms import Access, Purpose, Role
from hubbub_protocol.streams import Target


class _Payload(
    msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag=tag_of, omit_defaults=True
):
    """What all kinds have in common: the tag."""


# What members write, in the stream of a room or direct channel


class MessageSent(_Payload, frozen=True, kw_only=True):
    """The actor wrote a message. After a deletion its replay is a tombstone: no body, deleted."""

    id: Id
    body: str
    reply_to: Target | None = None
    mentions: tuple[Id, ...] = ()
    mentions_room: bool = False
    deleted: bool = False


class MessageEdited(_Payload, frozen=True, kw_only=True):
    """The actor replaced the body of their message. Erased with it when that is deleted."""

    target: Target
    body: str
    mentions: tuple[Id, ...] = ()
    mentions_room: bool = False
    deleted: bool = False


class MessageDeleted(_Payload, frozen=True, kw_only=True):
    """The actor erased the message: every stored body of it is gone."""

    target: Target


class ReactionAdded(_Payload, frozen=True, kw_only=True):
    """The actor reacted to a message."""

    target: Target
    emoji: str


class ReactionRemoved(_Payload, frozen=True, kw_only=True):
    """The actor took a reaction back."""

    target: Target
    emoji: str


class MessagePinned(_Payload, frozen=True, kw_only=True):
    """The actor pinned a message."""

    target: Target


class MessageUnpinned(_Payload, frozen=True, kw_only=True):
    """The actor unpinned a message."""

    target: Target


# What happens to a room, in its stream


class RoomCreated(_Payload, frozen=True, kw_only=True):
    """The actor made the room and owns it. The first event of its stream."""

    name: str
    purpose: Purpose
    access: Access
    look: bool


class RoomEdited(_Payload, frozen=True, kw_only=True):
    """The actor changed the room; the fields are those after the change."""

    name: str
    purpose: Purpose
    access: Access
    look: bool


class RoomArchived(_Payload, frozen=True, kw_only=True):
    """The room became read-only."""


class RoomRestored(_Payload, frozen=True, kw_only=True):
    """The room can be written in again."""


class MemberJoined(_Payload, frozen=True, kw_only=True):
    """The member belongs to the room from here on."""

    member: Id
    role: Role = "member"


class MemberLeft(_Payload, frozen=True, kw_only=True):
    """The member left. Their subscriptions to the stream end with this event."""

    member: Id


class MemberRemoved(_Payload, frozen=True, kw_only=True):
    """The actor removed the member. Their subscriptions to the stream end with this event."""

    member: Id
    reason: str = ""


class MemberBanned(_Payload, frozen=True, kw_only=True):
    """The actor shut the member out. Their subscriptions to the stream end with this event."""

    member: Id
    reason: str = ""


class MemberUnbanned(_Payload, frozen=True, kw_only=True):
    """The actor lifted a ban; the member may join again."""

    member: Id


class RoleChanged(_Payload, frozen=True, kw_only=True):
    """The member's role in the room is another from here on."""

    member: Id
    role: Role


# What happens to a direct channel, in its stream


class DirectChannelOpened(_Payload, frozen=True, kw_only=True):
    """The two are connected from here on: the first event of the stream, and again after each
    reconnection. The actor is the one whose acceptance or asking made it so."""

    members: tuple[Id, Id]
    origin: Origin


class DirectChannelEnded(_Payload, frozen=True, kw_only=True):
    """The personal connection has ended; from here on the channel is read-only for both."""


# What concerns one member, in their inbox


class RoomJoined(_Payload, frozen=True, kw_only=True):
    """One belongs to the room from here on; subscribe to its stream from ``joined_seq``."""

    room: Id
    joined_seq: Target
    """The ``seq`` of one's own ``member_joined`` in the room's stream."""


class RoomLeft(_Payload, frozen=True, kw_only=True):
    """One belongs to the room no longer; ``reason`` says by what."""

    room: Id
    reason: Literal["left", "removed", "banned"]


class RoomRoleChanged(_Payload, frozen=True, kw_only=True):
    """One's role in the room is another from here on."""

    room: Id
    role: Role


class RoomStateChanged(_Payload, frozen=True, kw_only=True):
    """A room that one belongs to was edited, archived or restored."""

    room: Id


class Mentioned(_Payload, frozen=True, kw_only=True):
    """The actor mentioned one in the message ``target`` of ``source``."""

    source: str
    target: Target


class JoinRequested(_Payload, frozen=True, kw_only=True):
    """The member asks to join a room that one hosts; or one asks oneself. The room's list of
    join requests has the reason."""

    room: Id
    member: Id


class JoinRequestClosed(_Payload, frozen=True, kw_only=True):
    """A join request of which ``join_requested`` told waits for an answer no longer."""

    room: Id
    member: Id
    outcome: Literal["admitted", "refused", "withdrawn", "void"]
    """``void``: the asker came in otherwise, or may not come in any more."""


class JoinRequestRefused(_Payload, frozen=True, kw_only=True):
    """The room refused one's join request. The actor is empty: no host answers for it alone."""

    room: Id
    word: str = ""


class ConnectionRequested(_Payload, frozen=True, kw_only=True):
    """The sender asks the receiver for a personal connection; one of them is oneself. Nothing
    more of the sender is told here: the list of requests has it."""

    request: Id
    sender: Id
    receiver: Id


class ConnectionRequestAnswered(_Payload, frozen=True, kw_only=True):
    """One has answered a request that one received, on this or another device. The sender is not
    told."""

    request: Id
    sender: Id
    answer: Literal["put_off", "declined"]


class ConnectionRequestClosed(_Payload, frozen=True, kw_only=True):
    """A request of which ``connection_requested`` told is pending no longer."""

    request: Id
    sender: Id
    receiver: Id
    outcome: Literal["accepted", "withdrawn", "expired"]


class PersonalConnectionOpened(_Payload, frozen=True, kw_only=True):
    """One is connected with the member from here on; subscribe to the direct channel's stream
    from ``opened_seq``."""

    member: Id
    channel: Id
    opened_seq: Target
    """The ``seq`` of the ``direct_channel_opened`` in the channel's stream."""


class PersonalConnectionEnded(_Payload, frozen=True, kw_only=True):
    """One is connected with the member no longer; the direct channel is read-only."""

    member: Id
    channel: Id


class DirectChannelHidden(_Payload, frozen=True, kw_only=True):
    """One has hidden a direct channel, on this or another device. A new message of the other
    shows it again, without an event of its own in the inbox."""

    channel: Id


class DirectChannelShown(_Payload, frozen=True, kw_only=True):
    """One shows a hidden direct channel again, on this or another device."""

    channel: Id


class MemberBlocked(_Payload, frozen=True, kw_only=True):
    """One has blocked the member, on this or another device: drop what one holds of them."""

    member: Id


class MemberUnblocked(_Payload, frozen=True, kw_only=True):
    """One blocks the member no longer."""

    member: Id


class IntroductionMade(_Payload, frozen=True, kw_only=True):
    """The actor introduces the two members; one is among the three."""

    introduction: Id
    members: tuple[Id, Id]


class IntroductionAnswered(_Payload, frozen=True, kw_only=True):
    """One has answered an introduction, on this or another device. Nobody else is told."""

    introduction: Id
    answer: Literal["accepted", "declined"]


class IntroductionClosed(_Payload, frozen=True, kw_only=True):
    """An introduction is open no longer."""

    introduction: Id
    outcome: Literal["accepted", "withdrawn", "expired"]


class SuggestionsChanged(_Payload, frozen=True, kw_only=True):
    """Other members are suggested to one than before."""


class PeopleSettingsChanged(_Payload, frozen=True, kw_only=True):
    """One has changed one's people settings, on this or another device."""


class ReportMade(_Payload, frozen=True, kw_only=True):
    """A member has reported something to the owners of the community, of whom one is one."""

    report: Id


# What every hub must know, in ``control``; never sent to clients


class SignInsRevoked(_Payload, frozen=True, kw_only=True):
    """These sign-ins of the member no longer hold: their sockets close with 4102."""

    member: Id
    sign_ins: tuple[Id, ...]


class AccountBanned(_Payload, frozen=True, kw_only=True):
    """The account is shut out of the community: its sockets close with 4201."""

    member: Id


class AccountUnbanned(_Payload, frozen=True, kw_only=True):
    """The account may sign in again."""

    member: Id


class BlockSet(_Payload, frozen=True, kw_only=True):
    """From here on neither of the two is shown what the other writes in rooms."""

    blocker: Id
    blocked: Id


class BlockLifted(_Payload, frozen=True, kw_only=True):
    """The one blocks the other no longer."""

    blocker: Id
    blocked: Id


class CommunityEdited(_Payload, frozen=True, kw_only=True):
    """The name of the community or how one registers changed."""

    name: str
    registration: str


RoomPayload = (
    MessageSent
    | MessageEdited
    | MessageDeleted
    | ReactionAdded
    | ReactionRemoved
    | MessagePinned
    | MessageUnpinned
    | RoomCreated
    | RoomEdited
    | RoomArchived
    | RoomRestored
    | MemberJoined
    | MemberLeft
    | MemberRemoved
    | MemberBanned
    | MemberUnbanned
    | RoleChanged
)
DirectPayload = (
    MessageSent
    | MessageEdited
    | MessageDeleted
    | ReactionAdded
    | ReactionRemoved
    | DirectChannelOpened
    | DirectChannelEnded
)
InboxPayload = (
    RoomJoined
    | RoomLeft
    | RoomRoleChanged
    | RoomStateChanged
    | Mentioned
    | JoinRequested
    | JoinRequestClosed
    | JoinRequestRefused
    | ConnectionRequested
    | ConnectionRequestAnswered
    | ConnectionRequestClosed
    | PersonalConnectionOpened
    | PersonalConnectionEnded
    | DirectChannelHidden
    | DirectChannelShown
    | MemberBlocked
    | MemberUnblocked
    | IntroductionMade
    | IntroductionAnswered
    | IntroductionClosed
    | SuggestionsChanged
    | PeopleSettingsChanged
    | ReportMade
)
ControlPayload = (
    SignInsRevoked | AccountBanned | AccountUnbanned | CommunityEdited | BlockSet | BlockLifted
)
Payload = RoomPayload | DirectPayload | InboxPayload | ControlPayload
"""The fields of an event of any kind."""

Departure = MemberLeft | MemberRemoved | MemberBanned
"""The events that end the member's subscriptions to the room's stream."""

KINDS: tuple[str, ...] = tuple(str(kind.__struct_config__.tag) for kind in get_args(Payload))
"""Every kind of event there is."""


class Event(msgspec.Struct, frozen=True):
    """One event of a stream, as stored and as sent."""

    stream: str
    seq: int
    at: int
    """When it was committed, in microseconds since 1970; never lower than the one before."""
    actor: str
    """The id of the member who did it; empty where the server itself did."""
    payload: Payload


class UnknownEvent(msgspec.Struct, frozen=True):
    """An event of a kind that this version of the SDK does not know; it still counts."""

    stream: str
    seq: int
    kind: str
    at: int
    actor: str
