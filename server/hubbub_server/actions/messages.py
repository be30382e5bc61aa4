"""What is done to messages that stand in a room or direct channel: editing and erasing them.

In an archived room nothing is edited, but what was written may still be erased, by its author
and by hosts and owners. So it may by its author in a direct channel after the end.
"""

from collections.abc import Mapping, Sequence
from functools import partial

from hubbub_protocol.commands import Delete, Edit
from hubbub_protocol.errors import Refusal
from hubbub_protocol.events import Mentioned, MessageDeleted, MessageEdited, MessageSent
from hubbub_protocol.streams import inbox_stream, stream_subject
from hubbub_server.actions.desk import Desk, write_key
from hubbub_server.actions.once import get_place, no_effect, result_of, write_once
from hubbub_server.domain.access import hosts, no_such_message
from hubbub_server.domain.caller import Caller
from hubbub_server.domain.decoys import decoy_stream, inbox_or_decoy
from hubbub_server.domain.mentions import Mentions
from hubbub_server.domain.messages import check_body, require_stands
from hubbub_server.domain.places import require_belongs, require_conversation, require_may_write
from hubbub_server.store import messages
from hubbub_server.store.blocks import hidden_in_room
from hubbub_server.store.interface import NewEvent, Reading, Transaction, WriteResult
from hubbub_server.store.members import ids_of_usernames
from hubbub_server.store.memberships import members_among
from hubbub_server.store.messages import MessageEdit, SentMessage
from hubbub_server.store.pins import take_pin
from hubbub_server.store.reactions import take_all_reactions
from hubbub_server.store.schema import EVERYBODY


async def edit(desk: Desk, caller: Caller, command: Edit) -> WriteResult:
    """Replace the body of a message of the caller's own.

    The event carries everyone whom the new body mentions; only those whom no earlier body of the
    message mentioned are told.
    """
    mentions = check_body(command.stream, command.body, desk.limits)
    require_conversation(command.stream)
    once = write_key(caller, command.key, "edit", command.stream, command.target, command.body)
    async with desk.store.snapshot() as reading:
        ids = await ids_of_usernames(reading, mentions.names)
    streams = [command.stream]
    for member in ids.values():
        streams += (inbox_stream(member), decoy_stream(member))
    return await write_once(
        desk, caller, once, streams, partial(_edit, caller, command, mentions, ids)
    )


async def _edit(
    caller: Caller,
    command: Edit,
    mentions: Mentions,
    ids: Mapping[str, str],
    writing: Transaction,
) -> WriteResult:
    stream, target = command.stream, command.target
    place = await get_place(writing, caller, stream)
    require_may_write(place)
    message = await get_message(writing, stream, target)
    if message.author != caller.member:
        raise Refusal("forbidden", "Only its author may edit a message", field="target")
    require_stands(message.sent)
    earlier = await messages.list_edits(writing, stream, [target], place.head)
    if command.body == (earlier[-1].edited.body if earlier else message.sent.body):
        return await no_effect(writing, stream, earlier[-1].seq if earlier else target)
    present = await members_among(writing, stream_subject(stream), ids.values())
    edited = MessageEdited(
        target=target,
        body=command.body,
        mentions=tuple(
            ids[name] for name in mentions.names if name in ids and ids[name] in present
        ),
        mentions_room=mentions.room and hosts(place.membership),
    )
    return await _write_edit(caller, stream, edited, _mentioned_by(message, earlier), writing)


async def _write_edit(
    caller: Caller,
    stream: str,
    edited: MessageEdited,
    before: set[str],
    writing: Transaction,
) -> WriteResult:
    told_already = {*before, caller.member}  # nobody is told of their own words
    added = [member for member in edited.mentions if member not in told_already]
    hidden = await hidden_in_room(writing, stream_subject(stream), caller.member, added)
    told = Mentioned(source=stream, target=edited.target)
    event, *_ = await writing.append_events(
        [
            NewEvent(stream, caller.member, edited),
            *(
                NewEvent(inbox_or_decoy(member, told=member not in hidden), caller.member, told)
                for member in added
            ),
        ]
    )
    mentioned = [decoy_stream(member) if member in hidden else member for member in added]
    if edited.mentions_room and EVERYBODY not in before:
        mentioned.append(EVERYBODY)
    await messages.put_edit(writing, edited.target, event)
    await messages.put_mentions(writing, edited.target, event, mentioned)
    return result_of(event)


def _mentioned_by(message: SentMessage, edits: Sequence[MessageEdit]) -> set[str]:
    """Return whom a message has mentioned in any of its bodies."""
    bodies: list[MessageSent | MessageEdited] = [message.sent, *(edit.edited for edit in edits)]
    mentioned = {member for body in bodies for member in body.mentions}
    if any(body.mentions_room for body in bodies):
        mentioned.add(EVERYBODY)
    return mentioned


async def delete(desk: Desk, caller: Caller, command: Delete) -> WriteResult:
    """Erase a message: one's own, or any of a room as its host or owner."""
    require_conversation(command.stream)
    once = write_key(caller, command.key, "delete", command.stream, command.target)
    return await write_once(desk, caller, once, [command.stream], partial(_delete, caller, command))


async def _delete(caller: Caller, command: Delete, writing: Transaction) -> WriteResult:
    stream, target = command.stream, command.target
    place = await get_place(writing, caller, stream)
    require_belongs(place)
    message = await get_message(writing, stream, target)
    if message.author != caller.member and not hosts(place.membership):
        raise Refusal(
            "forbidden",
            "Only its author or a host or owner of the room may delete a message",
            field="target",
        )
    deleted = await messages.find_deletion(writing, stream, target)
    if deleted is not None:
        return await no_effect(writing, stream, deleted)
    (event,) = await writing.append_events(
        [NewEvent(stream, caller.member, MessageDeleted(target=target))]
    )
    await messages.erase(writing, stream, message)
    await messages.put_deletion(writing, target, event)
    await take_all_reactions(writing, stream, target)
    await take_pin(writing, stream, target)
    return result_of(event)


async def get_message(reading: Reading, stream: str, target: int) -> SentMessage:
    """Return a message of a stream, or raise ``not_found``."""
    message = await messages.find_message(reading, stream, target)
    if message is None:
        raise no_such_message("target", target)
    return message
