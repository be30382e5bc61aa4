"""The stage: the authors' side of a replay, from the planned time to the acknowledgement."""

import asyncio
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from time import monotonic
from uuid import UUID

from hubbub_load.member_session import MemberSession
from hubbub_load.plan import PlannedMessage
from hubbub_protocol.client_news import Broken, Ended, News
from hubbub_protocol.commands import Send
from hubbub_protocol.frames import Error, Ok


@dataclass(slots=True)
class Delivery:
    """What became of one planned message. Times are in seconds on the monotonic clock."""

    due_at: float = 0.0
    sent_at: float | None = None
    acknowledged_at: float | None = None
    seq: int | None = None
    duplicate: bool = False
    """The hub knew the key already: it had committed the message before the socket was lost."""
    waited: bool = False
    """It was not sent when it was due: it waited for the acknowledgement of another one."""
    reconnected: bool = False
    """The author had no socket, or lost it before the answer."""
    delayed: bool = False
    """It waited for a message whose author had no socket."""


class Stage:
    """Sends the plan's messages when they are due, as their authors, and notes the answers."""

    def __init__(
        self,
        plan: Sequence[PlannedMessage],
        streams: Mapping[str, str],
        dropping: Mapping[int, float],
        keys: Callable[[], UUID],
    ) -> None:
        self.deliveries = [Delivery() for _ in plan]
        self.failures: list[str] = []
        """What must not happen: a send refused for good, a session ended by the hub."""
        self.settled = 0
        """How many messages were acknowledged or refused."""
        self.dropped = 0
        """How many authors lost their socket by plan."""
        self._plan = plan
        self._streams = streams
        self._dropping = dropping
        """After these messages the author drops the socket, so many seconds later."""
        self._keys = keys
        self._sessions: dict[str, MemberSession] = {}
        self._queues: dict[str, deque[int]] = {message.author: deque() for message in plan}
        """What is due and not sent yet, by author."""
        self._waiting: dict[int, set[str]] = {}
        """Authors who wait until that message is acknowledged."""
        self._unanswered: dict[str, dict[int, int]] = {message.author: {} for message in plan}
        """By author: the message behind each ``ref``."""
        self._previous: dict[str, Delivery] = {}
        """By author: the latest message that was sent."""

    def enter(self, author: str, session: MemberSession) -> None:
        """Give an author the session through which they write."""
        self._sessions[author] = session

    async def play(self) -> None:
        """Send everything when it is due; returns when the last message is due."""
        start = monotonic()
        for delivery, message in zip(self.deliveries, self._plan, strict=True):
            delivery.due_at = start + message.due_s
        for index, delivery in enumerate(self.deliveries):
            wait_s = delivery.due_at - monotonic()
            if wait_s > 0:
                await asyncio.sleep(wait_s)
            author = self._plan[index].author
            self._queues[author].append(index)
            self._send_ready(author, monotonic())
            delivery.waited = delivery.sent_at is None

    def take_news(self, author: str, news: News, now: float) -> None:
        """Note what an author's session tells."""
        match news:
            case Ok():
                self._acknowledge(author, news, now)
            case Error():
                self._refuse(author, news, now)
            case Broken():
                for index in self._unanswered[author].values():
                    self.deliveries[index].reconnected = True
            case Ended():
                self.failures.append(f"{author}: the hub closed with {news.code} {news.reason!r}")
            case _:
                pass  # a session that opens repeats by itself what is unanswered

    def drop(self, author: str) -> None:
        """Let an author lose the socket."""
        self._sessions[author].drop()
        self.dropped += 1

    def _send_ready(self, author: str, now: float) -> None:
        """Send what is due and waits for nothing; what waits holds what is behind it."""
        queue = self._queues[author]
        while queue:
            index = queue[0]
            after = self._plan[index].after
            if after is not None and self.deliveries[after].acknowledged_at is None:
                self._waiting.setdefault(after, set()).add(author)
                break
            self._send(author, queue.popleft(), now)

    def _send(self, author: str, index: int, now: float) -> None:
        message, delivery = self._plan[index], self.deliveries[index]
        member = self._sessions[author]
        ref = member.session.new_ref()
        target = None if message.reply_to is None else self.deliveries[message.reply_to].seq
        self._unanswered[author][ref] = index
        delivery.sent_at = now
        delivery.reconnected = member.session.phase != "live"
        delivery.delayed = self._was_delayed(author, delivery, message.after)
        self._previous[author] = delivery
        member.session.submit(
            Send(
                ref=ref,
                stream=self._streams[message.room],
                key=str(self._keys()),
                body=message.text,
                reply_to=target,
            )
        )
        member.flush()
        if index in self._dropping:
            asyncio.get_running_loop().call_later(self._dropping[index], self.drop, author)

    def _was_delayed(self, author: str, delivery: Delivery, after: int | None) -> bool:
        """Whether it is late since an author, whose message it waited for, had no socket."""
        previous = self._previous.get(author)
        if previous is not None and previous.delayed and (previous.sent_at or 0) > delivery.due_at:
            return True  # it stood behind one that was late itself
        if after is None:
            return False
        awaited = self.deliveries[after]
        return (awaited.acknowledged_at or 0) > delivery.due_at and (
            awaited.reconnected or awaited.delayed
        )

    def _acknowledge(self, author: str, ok: Ok, now: float) -> None:
        index = self._unanswered[author].pop(ok.ref)
        delivery = self.deliveries[index]
        delivery.acknowledged_at = now
        delivery.seq = ok.seq
        delivery.duplicate = ok.duplicate
        self._settle(index, now)

    def _refuse(self, author: str, error: Error, now: float) -> None:
        index = None if error.ref is None else self._unanswered[author].pop(error.ref, None)
        self.failures.append(f"{author}: {error.code}: {error.detail}")
        if index is not None:
            self.deliveries[index].acknowledged_at = now  # answered: nobody waits for it longer
            self._settle(index, now)

    def _settle(self, index: int, now: float) -> None:
        self.settled += 1
        for author in sorted(self._waiting.pop(index, ())):
            self._send_ready(author, now)
