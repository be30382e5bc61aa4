"""The calls of a session that wait for the hub's word."""

import asyncio

from hubbub._errors import HubbubError, RefusedError
from hubbub_protocol.client_news import StreamNews, StreamRefused, StreamReset, StreamSubscribed
from hubbub_protocol.frames import Error, Messages, Ok, StreamState

Answer = Ok | Messages


class Calls:
    """Who waits for which answer, and for which stream."""

    def __init__(self) -> None:
        self._answers: dict[int, asyncio.Future[Answer]] = {}
        """Those who wait for the answer to a command, by ``ref``."""
        self._streams: dict[str, asyncio.Future[StreamState]] = {}
        """Those who wait for a subscription, by stream."""

    @property
    def waiting(self) -> bool:
        """Whether anybody waits for anything."""
        return bool(self._answers or self._streams)

    def expect_answer(self, ref: int) -> asyncio.Future[Answer]:
        """Return what will hold the answer to a command."""
        answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._answers[ref] = answer
        answer.add_done_callback(lambda _: self._answers.pop(ref, None))
        return answer

    def expect_stream(self, stream: str) -> asyncio.Future[StreamState]:
        """Return what will hold the state of a subscription, to be shielded: callers share it."""
        state = self._streams.get(stream)
        if state is None:
            state = asyncio.get_running_loop().create_future()
            state.add_done_callback(_look_at)
            self._streams[stream] = state
        return state

    def take_answer(self, frame: Ok | Messages | Error) -> None:
        """Hand an answer to who waits for it; nobody may, since a call can be cancelled."""
        answer = None if frame.ref is None else self._answers.get(frame.ref)
        if answer is None or answer.done():
            return
        if isinstance(frame, Error):
            answer.set_exception(refused_by(frame))
        else:
            answer.set_result(frame)

    def take_stream(self, news: StreamNews) -> None:
        """Tell who waits for a subscription what became of it."""
        match news:
            case StreamSubscribed(state):
                if waiter := self._settle(state.stream):
                    waiter.set_result(state)
            case StreamRefused(stream, error):
                if waiter := self._settle(stream):
                    waiter.set_exception(refused_by(error))
            case StreamReset(stream, head):
                if waiter := self._settle(stream):
                    detail = f"The cursor is void; the stream now ends at {head}"
                    waiter.set_exception(RefusedError("conflict", detail, field="after"))

    def fail(self, error: HubbubError) -> None:
        """Tell everybody who waits that no answer will come."""
        for answer in self._answers.values():
            if not answer.done():
                answer.set_exception(error)
        for state in self._streams.values():
            if not state.done():
                state.set_exception(error)
        self._streams.clear()

    def _settle(self, stream: str) -> asyncio.Future[StreamState] | None:
        waiter = self._streams.pop(stream, None)
        return None if waiter is None or waiter.done() else waiter


def _look_at(future: asyncio.Future[StreamState]) -> None:
    """Keep asyncio from complaining of an error that nobody has waited for."""
    if not future.cancelled():
        future.exception()


def refused_by(error: Error) -> RefusedError:
    """Make the exception of an ``error`` frame."""
    return RefusedError(
        error.code,
        error.detail,
        field=error.field,
        limit=error.limit,
        after_ms=error.after_ms,
    )
