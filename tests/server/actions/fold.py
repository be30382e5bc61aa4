"""A room's state as a client keeps it: what history gave, and every event since."""

from dataclasses import dataclass, field
from itertools import groupby

import msgspec

from hubbub_protocol.events import (
    Event,
    MemberBanned,
    MemberJoined,
    MemberLeft,
    MemberRemoved,
    MessageDeleted,
    MessageEdited,
    MessagePinned,
    MessageSent,
    MessageUnpinned,
    ReactionAdded,
    ReactionRemoved,
    RoleChanged,
)
from hubbub_protocol.messages import Message, MessagePage, Reaction
from hubbub_protocol.rooms import Role


@dataclass
class FoldedRoom:
    """Messages by ``seq`` and members with their roles, after the event ``seq``."""

    seq: int = 0
    messages: dict[int, Message] = field(default_factory=dict)
    members: dict[str, Role] = field(default_factory=dict)

    @classmethod
    def of(cls, page: MessagePage, members: dict[str, Role]) -> "FoldedRoom":
        """Begin with a whole history and the members at the same moment."""
        messages = {message.seq: message for message in page.messages}
        return cls(page.as_of, messages, dict(members))

    def apply(self, event: Event) -> None:
        """Take the next event."""
        assert event.seq == self.seq + 1
        self.seq = event.seq
        self._apply_to_members(event)
        self._apply_to_messages(event)

    def _apply_to_members(self, event: Event) -> None:
        match event.payload:
            case MemberJoined(member=member, role=role) | RoleChanged(member=member, role=role):
                self.members[member] = role
            case MemberLeft(member=member) | MemberRemoved(member=member):
                del self.members[member]
            case MemberBanned(member=member):
                self.members.pop(member, None)
            case _:
                pass

    def _apply_to_messages(self, event: Event) -> None:
        match event.payload:
            case MessageSent() as sent:
                self.messages[event.seq] = _message_of(event, sent)
            case MessageEdited() as edit:
                self._edit(edit, event.at)
            case MessageDeleted(target=target):
                self._erase(target)
            case ReactionAdded(target=target, emoji=emoji):
                self._react(target, [*self._pairs(target), (emoji, event.actor)])
            case ReactionRemoved(target=target, emoji=emoji):
                gone = (emoji, event.actor)
                self._react(target, [pair for pair in self._pairs(target) if pair != gone])
            case MessagePinned(target=target):
                self._change(target, pinned=True)
            case MessageUnpinned(target=target):
                self._change(target, pinned=False)
            case _:
                pass

    def _edit(self, edit: MessageEdited, at: int) -> None:
        self._change(
            edit.target,
            body=edit.body,
            mentions=edit.mentions,
            mentions_room=edit.mentions_room,
            edited_at=at,
        )

    def _erase(self, target: int) -> None:
        self._change(
            target,
            body="",
            mentions=(),
            mentions_room=False,
            edited_at=None,
            deleted=True,
            reactions=[],
            pinned=False,
        )

    def _change(self, target: int, **changes: object) -> None:
        message = self.messages[target]
        if not message.deleted:  # a replay has the tombstone first, and then what led to it
            self.messages[target] = msgspec.structs.replace(message, **changes)

    def _pairs(self, target: int) -> list[tuple[str, str]]:
        reactions = self.messages[target].reactions
        return [(reaction.emoji, member) for reaction in reactions for member in reaction.members]

    def _react(self, target: int, pairs: list[tuple[str, str]]) -> None:
        order = list(dict.fromkeys(emoji for emoji, _ in pairs))
        together = sorted(pairs, key=lambda pair: order.index(pair[0]))
        reactions = [
            Reaction(emoji, [member for _, member in some])
            for emoji, some in groupby(together, key=lambda pair: pair[0])
        ]
        self._change(target, reactions=reactions)


def _message_of(event: Event, sent: MessageSent) -> Message:
    return Message(
        seq=event.seq,
        id=sent.id,
        author=event.actor,
        at=event.at,
        body=sent.body,
        reply_to=sent.reply_to,
        mentions=sent.mentions,
        mentions_room=sent.mentions_room,
        edited_at=None,
        deleted=sent.deleted,
        reactions=[],
        pinned=False,
    )
