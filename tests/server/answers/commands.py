"""Every command of the socket: as what it says about the other, or why it concerns nobody."""

from dataclasses import dataclass
from typing import Final, get_args
from uuid import uuid4

from hubbub_protocol.commands import Command
from hubbub_protocol.naming import tag_of
from tests.server.answers.house import Map, Phone
from tests.server.answers.relations import OTHER_SAYS, Pair
from tests.server.answers.requests import filled_all

COMMANDS: Final = {tag_of(kind.__name__): kind for kind in get_args(Command)}

_OF_THE_SESSION: Final = "the session itself"
NEITHER: Final[dict[str, str]] = {
    "hello": _OF_THE_SESSION,
    "refresh": _OF_THE_SESSION,
    "pong": _OF_THE_SESSION,
    "unsubscribe": "what one does not receive any more is the same whoever wrote it",
    "presence": "said to the hub about oneself, for whoever may see it",
}
"""What touches neither a direct channel nor another person: the reason."""


@dataclass(frozen=True)
class Said:
    """How a command is said; words in braces stand for what :class:`Pair` has of that name."""

    command: str
    fields: Map
    quiet: bool = False
    """Whether only a refusal answers it."""


_DIRECT: Final[Map] = {"stream": "{direct}"}
_ROOM: Final[Map] = {"stream": "{room_stream}"}
_EMOJI: Final[Map] = {"emoji": "🍞"}
_MINE: Final[Map] = {"target": "{mine}"}
_THEIRS: Final[Map] = {"target": "{theirs}"}
_OTHER: Final[Map] = {"member": "{other}"}
_REQUEST: Final[Map] = {"request": "{request}"}

SAID: Final[dict[str, Said]] = {
    "subscribe": Said("subscribe", {"streams": [{**_DIRECT, "seq": 0}]}),
    "subscribe in a room": Said("subscribe", {"streams": [{**_ROOM, "seq": 0}]}),
    "history": Said("history", _DIRECT),
    "history in a room": Said("history", _ROOM),
    "send": Said("send", {**_DIRECT, "body": "hello"}),
    "send in a room": Said("send", {**_ROOM, "body": "hello @bo", "reply_to": "{theirs}"}),
    "edit": Said("edit", {**_DIRECT, "target": 3, "body": "hello"}),
    "edit in a room": Said("edit", {**_ROOM, **_MINE, "body": "hello @bo"}),
    "delete": Said("delete", {**_DIRECT, "target": 3}),
    "delete in a room": Said("delete", {**_ROOM, **_MINE}),
    "react": Said("react", {**_DIRECT, "target": 2, **_EMOJI}),
    "react in a room": Said("react", {**_ROOM, **_THEIRS, **_EMOJI}),
    "unreact": Said("unreact", {**_DIRECT, "target": 2, **_EMOJI}),
    "unreact in a room": Said("unreact", {**_ROOM, **_THEIRS, **_EMOJI}),
    "pin": Said("pin", {**_DIRECT, "target": 2}),
    "pin in a room": Said("pin", {**_ROOM, **_THEIRS}),
    "unpin": Said("unpin", {**_DIRECT, "target": 2}),
    "unpin in a room": Said("unpin", {**_ROOM, **_THEIRS}),
    "connect": Said("connect", _OTHER),
    "connect by a code": Said("connect", {"code": "{code}"}),
    "answer_request with accept": Said("answer_request", {**_REQUEST, "answer": "accept"}),
    "answer_request with put_off": Said("answer_request", {**_REQUEST, "answer": "put_off"}),
    "answer_request with decline": Said("answer_request", {**_REQUEST, "answer": "decline"}),
    "withdraw_request": Said("withdraw_request", _REQUEST),
    "end_personal_connection": Said("end_personal_connection", _OTHER),
    "block": Said("block", _OTHER),
    "unblock": Said("unblock", _OTHER),
    "mark_read": Said("mark_read", {**_DIRECT, "seq": 1}, quiet=True),
    "mark_read in a room": Said("mark_read", {**_ROOM, "seq": 1}, quiet=True),
    "typing": Said("typing", _DIRECT, quiet=True),
    "typing in a room": Said("typing", _ROOM, quiet=True),
}
"""The rows of the table. In a direct channel, unless another place is named."""


async def say(phone: Phone, pair: Pair, said: Said) -> Map:
    """Say a command, and return its answer."""
    kind = COMMANDS[said.command]
    command: Map = {"t": said.command}
    if "key" in kind.__struct_fields__:
        command["key"] = str(uuid4())
    fields = filled_all(said.fields, pair)
    assert isinstance(fields, dict)
    return await (phone.say if said.quiet else phone.ask)({**command, **fields})


async def events_until(phone: Phone, stream: str, head: int, after: int = 0) -> str:
    """Wait until a stream has come up to a ``seq``, and return all that came, as text.

    What came among the first ``after`` frames does not count.
    """
    await phone.frame("event", "skip", after=after, stream=stream, seq=head)
    return str(phone.heard)


async def verdict(phone: Phone, pair: Pair, said: Said) -> str:
    """Say a command; return ``ok`` or the code, and whether messages of the other are shown."""
    answer = await say(phone, pair, said)
    if answer["t"] == "error":
        return str(answer["code"])
    shown = str(answer)
    if answer["t"] == "subscribed":
        head = answer["head"]
        assert isinstance(head, int)
        shown = await events_until(phone, str(answer["stream"]), head)
    elif answer["t"] != "messages":
        return "ok"
    return "shown" if OTHER_SAYS in shown else "hidden"
