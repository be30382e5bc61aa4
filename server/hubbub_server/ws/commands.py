"""From a command to the action or hub that carries it out, and to the frames that answer it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import assert_never

from msgspec import UNSET

from hubbub_protocol.commands import (
    Delete,
    Edit,
    History,
    MarkRead,
    PairCommand,
    Pin,
    React,
    Refresh,
    Send,
    Subscribe,
    Typing,
    Unpin,
    Unreact,
    Unsubscribe,
)
from hubbub_protocol.errors import Refusal
from hubbub_protocol.frames import Frame, Messages, Ok, Reset, Subscribed
from hubbub_protocol.messages import FindHistory
from hubbub_server.actions import history, messages, pins, reactions, read_markers, typing
from hubbub_server.hub.session import Session
from hubbub_server.hub.subscribing import Answer, Granted, Void, Wish
from hubbub_server.store.interface import WriteResult
from hubbub_server.ws.answers import error_of, written
from hubbub_server.ws.edge import Edge
from hubbub_server.ws.hello import renew
from hubbub_server.ws.pairs import change_pair

WriteCommand = Edit | Delete | React | Unreact | Pin | Unpin
QuietCommand = MarkRead | Typing
"""What has no ref and no answer."""
AskingCommand = WriteCommand | PairCommand | Subscribe | Unsubscribe | History | Refresh
OrdinaryCommand = AskingCommand | QuietCommand
"""What runs one after another: all but hello, send and pong."""
RefCommand = AskingCommand | Send
"""What has a ref and one answer (``subscribe``: one per stream)."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What a command came to: frames to write, and then subscriptions to begin."""

    frames: Sequence[Frame] = ()
    granted: Sequence[Granted] = ()


async def carry_out(
    edge: Edge, session: Session, command: OrdinaryCommand, address: str
) -> Answers:
    """Do what a command asks, with the rights of the session's member. Raises refusals.

    ``address`` is the client's: who guesses codes is refused by it.
    """
    desk, caller = edge.desk, session.caller
    if isinstance(command, PairCommand):
        result = await change_pair(edge, caller, command, address)
        return Answers([written(command.ref, result)])
    match command:
        case Subscribe():
            return await _subscribe(edge, session, command)
        case Unsubscribe():
            edge.hub.unsubscribe(session, command.streams)
            return Answers([Ok(ref=command.ref)])
        case History():
            page = await history.get_history(desk, caller, command.stream, _find(command))
            return Answers([Messages(ref=command.ref, page=page)])
        case MarkRead():
            await read_markers.mark_read(desk, caller, command.stream, command.seq)
            return Answers()
        case Typing():
            await typing.show_typing(desk, caller, command.stream)
            return Answers()
        case Refresh():
            expires_at = await renew(edge, session, command.token)
            return Answers([Ok(ref=command.ref, expires_at=expires_at)])
        case _:
            result = await _write(edge, session, command)
            return Answers([written(command.ref, result)])


async def _write(edge: Edge, session: Session, command: WriteCommand) -> WriteResult:
    desk, caller = edge.desk, session.caller
    match command:
        case Edit():
            return await messages.edit(desk, caller, command)
        case Delete():
            return await messages.delete(desk, caller, command)
        case React():
            return await reactions.react(desk, caller, command)
        case Unreact():
            return await reactions.unreact(desk, caller, command)
        case Pin():
            return await pins.pin(desk, caller, command)
        case Unpin():
            return await pins.unpin(desk, caller, command)
        case _:
            assert_never(command)


async def _subscribe(edge: Edge, session: Session, command: Subscribe) -> Answers:
    limit = edge.desk.limits.subscriptions
    wanted = len(session.subscriptions.keys() | {one.stream for one in command.streams})
    if wanted > limit:
        raise Refusal(
            "bad_request",
            f"At most {limit} subscriptions of a socket, got {wanted}",
            field="streams",
            limit=limit,
        )
    wishes = [Wish(s.stream, None if s.seq is UNSET else s.seq) for s in command.streams]
    answers = await edge.hub.subscribe(session, wishes, command.epoch)
    frames = [
        _frame_of(edge, command.ref, wish, answer)
        for wish, answer in zip(wishes, answers, strict=True)
    ]
    return Answers(frames, [answer for answer in answers if isinstance(answer, Granted)])


def _frame_of(edge: Edge, ref: int, wish: Wish, answer: Answer) -> Frame:
    match answer:
        case Granted():
            return Subscribed(
                ref=ref,
                stream=wish.stream,
                head=answer.head,
                after=answer.after,
                mode=answer.mode,
                read=answer.read,
            )
        case Void():
            epoch = edge.desk.store.epoch
            return Reset(stream=wish.stream, epoch=epoch, head=answer.head, ref=ref)
        case Refusal():
            return error_of(ref, answer, to=wish.stream)
        case _:
            assert_never(answer)


def _find(command: History) -> FindHistory:
    return FindHistory(
        before=command.before, after=command.after, around=command.around, limit=command.limit
    )
