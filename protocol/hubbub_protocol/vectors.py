"""Test vectors: commands, frames and events in both encodings, for every implementation.

``python -m hubbub_protocol.vectors FOLDER`` writes ``protocol/vectors/``. Each file is a list of
``name``, ``value`` (what it means), ``json`` (the text message) and ``msgpack`` (the binary
message, in hexadecimal). There is at least one of every kind, with all its fields and with none
that may be absent.
"""

import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final, get_args

from hubbub_protocol import commands as c
from hubbub_protocol import events as e
from hubbub_protocol import frames as f
from hubbub_protocol.codec import (
    event_json,
    event_msgpack,
    write_command,
    write_frame,
    write_payload,
)
from hubbub_protocol.conversations import conversations_file
from hubbub_protocol.ids import make_id
from hubbub_protocol.limits import Limits
from hubbub_protocol.members import Me, MemberCard
from hubbub_protocol.messages import Message, MessagePage, Reaction
from hubbub_protocol.presence import PresenceCounts
from hubbub_protocol.rooms import Purpose
from hubbub_protocol.streams import MAX_INTEGER, direct_stream, inbox_stream, room_stream

Vector = dict[str, object]

_AT: Final = 1_790_000_000_000_000
"""A moment of September 2026, in microseconds."""
_KEY: Final = "0b6d1e9a-5f2c-4c57-9d3e-8a1f00c0ffee"
_EPOCH: Final = "00f1e2d3c4b5a697"
_TEXT: Final = 'Grüße, 你好, 👋🏽\n\t"quoted" \\ and \u2028 and \u0000'
"""What encoders get wrong: several planes, escapes, a line separator, a zero."""


def _id(number: int) -> str:
    return make_id(_AT, number << 40 | number)


_ADA: Final = _id(1)
_BEN: Final = _id(2)
_ROOM: Final = _id(3)
_REQUEST: Final = _id(9)
_MESSAGE: Final = _id(4)
_STREAM: Final = room_stream(_ROOM)
_INBOX: Final = inbox_stream(_ADA)
_PURPOSE: Final = Purpose(statement="To bake good bread", kind="hobby", tags=("bread", "sourdough"))
_ME: Final = Me(
    id=_ADA, username="ada", display_name="Ada", avatar_colour="#aa3355", kind="person",
    line="", interests=("bread",), created_at=_AT, role="owner", inbox=_INBOX, may_make_bots=True,
)  # fmt: skip
_PAGE: Final = MessagePage(
    stream=_STREAM,
    messages=[
        Message(
            seq=2, id=_MESSAGE, author=_ADA, at=_AT, body=_TEXT, reply_to=None, mentions=(_BEN,),
            mentions_room=False, edited_at=_AT + 1, deleted=False,
            reactions=[Reaction("👍🏽", [_BEN, _ADA])], pinned=True,
        ),
    ],
    members=[
        MemberCard(
            id=_BEN, username="ben", display_name="Ben", avatar_colour="#113355", kind="bot"
        ),
    ],
    as_of=9, more_before=False, more_after=True,
)  # fmt: skip

COMMANDS: Final[Mapping[str, c.Command]] = {
    "hello": c.Hello(device="tab-1", client=c.ClientInfo("vectors", "1.0")),
    "hello to resume": c.Hello(
        device="tab-1", client=c.ClientInfo("vectors", "1.0"),
        token="not-a-secret",  # noqa: S106 # an example
        resume={_STREAM: 41, _INBOX: 0}, epoch=_EPOCH,
    ),
    "subscribe": c.Subscribe(ref=1, streams=[c.StreamFrom(_STREAM)]),
    "subscribe from a cursor": c.Subscribe(
        ref=MAX_INTEGER, streams=[c.StreamFrom(_STREAM, 41), c.StreamFrom(_INBOX, 0)], epoch=_EPOCH
    ),
    "unsubscribe": c.Unsubscribe(ref=2, streams=[_STREAM]),
    "send": c.Send(ref=3, stream=_STREAM, key=_KEY, body=_TEXT),
    "send a reply": c.Send(ref=3, stream=_STREAM, key=_KEY, body="Yes.", reply_to=2),
    "edit": c.Edit(ref=4, stream=_STREAM, key=_KEY, target=2, body=_TEXT),
    "delete": c.Delete(ref=5, stream=_STREAM, key=_KEY, target=2),
    "react": c.React(ref=6, stream=_STREAM, key=_KEY, target=2, emoji="👍🏽"),
    "unreact": c.Unreact(ref=7, stream=_STREAM, key=_KEY, target=2, emoji="👍🏽"),
    "pin": c.Pin(ref=8, stream=_STREAM, key=_KEY, target=2),
    "unpin": c.Unpin(ref=9, stream=_STREAM, key=_KEY, target=2),
    "connect": c.Connect(ref=15, key=_KEY, member=_BEN),
    "connect with everything": c.Connect(
        ref=16, key=_KEY, member=_BEN, room=_ROOM, opening="Grüß dich!"
    ),
    "connect by a code": c.Connect(ref=17, key=_KEY, code="k7c2-9pqx"),
    "answer_request": c.AnswerRequest(ref=18, key=_KEY, request=_REQUEST, answer="put_off"),
    "withdraw_request": c.WithdrawRequest(ref=19, key=_KEY, request=_REQUEST),
    "end_personal_connection": c.EndPersonalConnection(ref=20, key=_KEY, member=_BEN),
    "block": c.Block(ref=21, key=_KEY, member=_BEN),
    "unblock": c.Unblock(ref=22, key=_KEY, member=_BEN),
    "mark_read": c.MarkRead(stream=_STREAM, seq=41),
    "history": c.History(ref=10, stream=_STREAM),
    "history before": c.History(ref=11, stream=_STREAM, before=41, limit=200),
    "history after": c.History(ref=12, stream=_STREAM, after=0),
    "history around": c.History(ref=13, stream=_STREAM, around=41),
    "typing": c.Typing(stream=_STREAM),
    "presence": c.Presence(state="away"),
    "refresh": c.Refresh(ref=14, token="nor-is-this"),  # noqa: S106 # an example
    "pong": c.Pong(),
}  # fmt: skip

FRAMES: Final[Mapping[str, f.Frame]] = {
    "welcome": f.Welcome(
        session=_id(5), member=_ME, now=_AT, epoch=_EPOCH, ping_ms=25_000, limits=Limits(),
        features=(),
        streams=[f.StreamState(stream=_STREAM, head=70_000, after=41, mode="replay", read=40)],
    ),
    "subscribed": f.Subscribed(ref=1, stream=_STREAM, head=41, after=41, mode="live", read=0),
    "reset of a stream": f.Reset(epoch=_EPOCH, head=7, stream=_STREAM, ref=1),
    "reset of everything": f.Reset(epoch=_EPOCH),
    "ok": f.Ok(ref=2),
    "ok to a send": f.Ok(ref=3, seq=42, id=_MESSAGE, at=_AT),
    "ok to a repeated send": f.Ok(ref=3, seq=42, id=_MESSAGE, at=_AT, duplicate=True),
    "ok to a refresh": f.Ok(ref=14, expires_at=_AT),
    "messages": f.Messages(ref=10, page=_PAGE),
    "error": f.Error(
        ref=3, code="bad_request", detail="At most 8,000 characters, got 8,001", retry=False,
        field="body", limit=8000,
    ),
    "error to retry": f.Error(
        ref=3, code="rate_limited", detail="At most 10 a second", retry=True, after_ms=100
    ),
    "error without a ref": f.Error(
        ref=None, code="not_found", detail="There is no such room", retry=False, to=_STREAM
    ),
    "skip": f.Skip(stream=_STREAM, seq=43),
    "typing": f.Ephemeral(stream=_STREAM, kind="typing", member=_BEN),
    "read": f.Ephemeral(stream=_STREAM, kind="read", seq=41),
    "profile": f.Ephemeral(stream=_STREAM, kind="profile", member=_BEN),
    "present": f.Present(stream=_STREAM, active=(_ADA,), away=(_BEN,), gone=(_id(6),)),
    "present, whole": f.Present(stream=_STREAM, whole=True, active=(_ADA, _BEN)),
    "present, counted": f.Present(
        stream=_STREAM, whole=True, counts=PresenceCounts(active=9_000, away=41)
    ),
    "ping": f.Ping(),
    "drain": f.Drain(after_ms=1500),
    "bye": f.Bye(code=4101, reason="another socket of this device took over"),
    "bye for a while": f.Bye(code=4013, reason="too busy", retry_ms=2000),
}  # fmt: skip

EVENTS: Final[Mapping[str, e.Payload]] = {
    "message_sent": e.MessageSent(id=_MESSAGE, body=_TEXT),
    "message_sent with everything": e.MessageSent(
        id=_MESSAGE, body="@ben @room", reply_to=2, mentions=(_BEN,), mentions_room=True
    ),
    "message_sent, erased": e.MessageSent(id=_MESSAGE, body="", deleted=True),
    "message_edited": e.MessageEdited(target=2, body="Yes.", mentions=(_BEN,)),
    "message_edited, erased": e.MessageEdited(target=2, body="", deleted=True),
    "message_deleted": e.MessageDeleted(target=2),
    "reaction_added": e.ReactionAdded(target=2, emoji="👍🏽"),
    "reaction_removed": e.ReactionRemoved(target=2, emoji="👍🏽"),
    "message_pinned": e.MessagePinned(target=2),
    "message_unpinned": e.MessageUnpinned(target=2),
    "room_created": e.RoomCreated(name="bread", purpose=_PURPOSE, access="open", look=True),
    "room_edited": e.RoomEdited(name="rye", purpose=_PURPOSE, access="open", look=False),
    "room_archived": e.RoomArchived(),
    "room_restored": e.RoomRestored(),
    "member_joined": e.MemberJoined(member=_BEN),
    "member_joined as owner": e.MemberJoined(member=_ADA, role="owner"),
    "member_left": e.MemberLeft(member=_BEN),
    "member_removed": e.MemberRemoved(member=_BEN, reason="spam"),
    "member_banned": e.MemberBanned(member=_BEN),
    "member_unbanned": e.MemberUnbanned(member=_BEN),
    "role_changed": e.RoleChanged(member=_BEN, role="host"),
    "room_joined": e.RoomJoined(room=_ROOM, joined_seq=7),
    "room_left": e.RoomLeft(room=_ROOM, reason="removed"),
    "room_role_changed": e.RoomRoleChanged(room=_ROOM, role="host"),
    "room_state_changed": e.RoomStateChanged(room=_ROOM),
    "mentioned": e.Mentioned(source=_STREAM, target=2),
    "join_requested": e.JoinRequested(room=_ROOM, member=_BEN),
    "join_request_closed": e.JoinRequestClosed(room=_ROOM, member=_BEN, outcome="withdrawn"),
    "join_request_refused": e.JoinRequestRefused(room=_ROOM),
    "join_request_refused with a word": e.JoinRequestRefused(room=_ROOM, word="Füll!"),
    "direct_channel_opened": e.DirectChannelOpened(members=(_ADA, _BEN), origin="room"),
    "direct_channel_ended": e.DirectChannelEnded(),
    "connection_requested": e.ConnectionRequested(request=_REQUEST, sender=_ADA, receiver=_BEN),
    "connection_request_answered": e.ConnectionRequestAnswered(
        request=_REQUEST, sender=_BEN, answer="put_off"),
    "connection_request_closed": e.ConnectionRequestClosed(
        request=_REQUEST, sender=_ADA, receiver=_BEN, outcome="withdrawn"),
    "personal_connection_opened": e.PersonalConnectionOpened(
        member=_BEN, channel=_REQUEST, opened_seq=1),
    "personal_connection_ended": e.PersonalConnectionEnded(member=_BEN, channel=_REQUEST),
    "direct_channel_hidden": e.DirectChannelHidden(channel=_REQUEST),
    "direct_channel_shown": e.DirectChannelShown(channel=_REQUEST),
    "member_blocked": e.MemberBlocked(member=_BEN),
    "member_unblocked": e.MemberUnblocked(member=_BEN),
    "introduction_made": e.IntroductionMade(introduction=_REQUEST, members=(_ADA, _BEN)),
    "introduction_answered": e.IntroductionAnswered(introduction=_REQUEST, answer="accepted"),
    "introduction_closed": e.IntroductionClosed(introduction=_REQUEST, outcome="expired"),
    "suggestions_changed": e.SuggestionsChanged(),
    "people_settings_changed": e.PeopleSettingsChanged(),
    "report_made": e.ReportMade(report=_REQUEST),
}  # fmt: skip

INBOX_KINDS: Final = get_args(e.InboxPayload)


def command_vectors() -> list[Vector]:
    """Encode every command."""
    return [
        _vector(name, write_command(command, "json"), write_command(command, "msgpack"))
        for name, command in COMMANDS.items()
    ]


def frame_vectors() -> list[Vector]:
    """Encode every frame but events."""
    return [
        _vector(name, write_frame(frame, "json"), write_frame(frame, "msgpack"))
        for name, frame in FRAMES.items()
    ]


def event_vectors() -> list[Vector]:
    """Encode an event of every kind that clients receive."""
    return [
        _vector(name, text, event_msgpack(text))
        for name, text in zip(EVENTS, _event_texts(EVENTS.values()), strict=True)
    ]


def files() -> dict[str, str]:
    """Build the text of each file of ``protocol/vectors/``, by name."""
    vectors = {
        "commands.json": command_vectors(),
        "frames.json": frame_vectors(),
        "events.json": event_vectors(),
    }
    return {
        name: json.dumps(content, indent=2, ensure_ascii=False) + "\n"
        for name, content in vectors.items()
    }


def main(folder: Path) -> None:
    """Write the files into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files().items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "conversations.json").write_text(conversations_file(), encoding="utf-8")


def _event_texts(payloads: Iterable[e.Payload]) -> Iterable[bytes]:
    for place, payload in enumerate(payloads, start=1):
        stream = _INBOX if isinstance(payload, INBOX_KINDS) else _STREAM
        if isinstance(payload, e.DirectChannelOpened | e.DirectChannelEnded):
            stream = direct_stream(_REQUEST)
        yield event_json(stream, place, _AT + place, _ADA, write_payload(payload))


def _vector(name: str, text: bytes, packed: bytes) -> Vector:
    return {
        "name": name,
        "value": json.loads(text),
        "json": text.decode(),
        "msgpack": packed.hex(),
    }


if __name__ == "__main__":
    main(Path(sys.argv[1]))
