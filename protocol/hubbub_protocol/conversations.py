"""Recorded conversations: what happens to a client, and what it says and tells then.

``python -m hubbub_protocol.vectors FOLDER`` writes them as ``conversations.json``, from runs of
:class:`~hubbub_protocol.client_session.ClientSession`; other implementations replay them.
"""

import json
from collections.abc import Sequence
from typing import Final

from hubbub_protocol import commands as c
from hubbub_protocol import events as e
from hubbub_protocol import frames as f
from hubbub_protocol.client_news import (
    Ended,
    News,
    Opened,
    StreamLeft,
    StreamNews,
    StreamRefused,
    StreamReset,
    StreamSubscribed,
)
from hubbub_protocol.client_presence import RoomPresence
from hubbub_protocol.client_session import ClientSession, Identity
from hubbub_protocol.codec import event_json, write_command, write_frame, write_payload
from hubbub_protocol.conversation_scripts import (
    AUTHOR,
    SCRIPTS,
    Answered,
    Closed,
    Happening,
    Heard,
    HeardEvent,
    Left,
    Opening,
    Quiet,
    Waited,
    Wanted,
)

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]

_CHANCE: Final = 0.5
"""In every jitter, so that a wait is one number."""


def conversations() -> list[Json]:
    """Run every script and record it."""
    return [
        {"name": name, "steps": [*_recorded(happenings)]} for name, happenings in SCRIPTS.items()
    ]


def conversations_file() -> str:
    """Build the text of ``conversations.json``."""
    return json.dumps(conversations(), indent=1, ensure_ascii=False) + "\n"


def _recorded(happenings: Sequence[Happening]) -> list[Json]:
    identity = Identity("tab-1", c.ClientInfo("conversations", "1"), "secret", "json")
    session = ClientSession(identity)
    now_ms = 1_000_000
    steps: list[Json] = []
    verdicts: list[str] = []
    for happening in happenings:
        if isinstance(happening, Waited):
            now_ms += happening.ms
        step = _let_happen(session, happening, now_ms / 1000)
        said = [json.loads(data) for data in session.data_to_send(now_ms / 1000)]
        news = session.news()
        deadline = session.next_deadline()
        wake_ms = None if deadline is None else round(deadline * 1000) - now_ms
        told: list[Json] = [line for each in news if (line := _told(each)) is not None]
        verdicts += [each.verdict for each in news if isinstance(each, Ended)]
        step |= {"said": said, "told": told, "phase": session.phase, "wake_ms": wake_ms}
        if verdicts:
            step["verdict"] = verdicts[0]
        steps.append(step)
    return steps


def _let_happen(session: ClientSession, happening: Happening, now: float) -> dict[str, Json]:
    """Let something happen, and say what."""
    match happening:
        case Opening():
            session.socket_opened(now)
            return {"do": "open"}
        case Closed(code):
            session.socket_closed(now, _CHANCE, code, "closed")
            return {"do": "close", "code": code, "chance": _CHANCE}
        case Waited(ms):
            session.wake(now)
            return {"do": "wait", "ms": ms}
        case Heard() | HeardEvent():
            data = _frame(happening)
            session.receive_frame(data, now)
            return {"do": "hear", "frame": json.loads(data)}
        case _:
            return _ask(session, happening)


def _ask(session: ClientSession, wish: Wanted | Left | Answered | Quiet) -> dict[str, Json]:
    match wish:
        case Wanted(stream, seq):
            session.subscribe(stream, seq)
            return {"do": "subscribe", "stream": stream, "seq": seq}
        case Left(stream):
            session.unsubscribe(stream)
            return {"do": "unsubscribe", "stream": stream}
        case Answered() | Quiet():
            command = wish.make(session.new_ref()) if isinstance(wish, Answered) else wish.command
            session.submit(command)
            return {"do": "submit", "command": json.loads(write_command(command, "json"))}


def _frame(heard: Heard | HeardEvent) -> bytes:
    if isinstance(heard, Heard):
        return write_frame(heard.frame, "json")
    payload = write_payload(heard.payload)
    if heard.kind:
        payload = payload.replace(b'"message_sent"', f'"{heard.kind}"'.encode())
    return event_json(heard.stream, heard.seq, heard.seq, AUTHOR, payload)


def _told(news: News) -> Json:
    """Say what was told, as every implementation can; None for what is a client's own affair."""
    match news:
        case Opened():
            return ["opened"]
        case StreamSubscribed() | StreamReset() | StreamRefused() | StreamLeft():
            return _told_of_subscription(news)
        case e.Event():
            return ["event", news.stream, news.seq]
        case f.Skip() | e.UnknownEvent():
            return ["skip", news.stream, news.seq]
        case f.Ephemeral():
            return ["ephemeral", news.stream, news.kind]
        case RoomPresence():
            return ["present", news.stream, news.active, news.away]
        case f.Ok() | f.Messages():
            return ["answered", news.ref]
        case f.Error() if news.ref is not None:
            return ["refused", news.ref, news.code]
        case _:
            return None


def _told_of_subscription(news: StreamNews) -> Json:
    match news:
        case StreamSubscribed(state):
            return ["subscribed", state.stream, state.after]
        case StreamReset(stream, head):
            return ["reset", stream, head]
        case StreamRefused(stream, error):
            return ["unsubscribed", stream, error.code]
        case StreamLeft(stream):
            return ["unsubscribed", stream, None]
