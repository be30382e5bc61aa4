"""Lists that the hub gives page by page, gone through one by one."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from typing import Final, Protocol, TypeVar

T = TypeVar("T")

PAGE: Final = 100
"""So many are asked for at once."""


class Paged(Protocol):
    """A page of anything."""

    @property
    def next(self) -> str | None:
        """What ``after`` is for the following page; None after the last."""


G = TypeVar("G", bound=Paged)


async def go_through(
    ask: Callable[[str], Awaitable[G]], items: Callable[[G], Sequence[T]]
) -> AsyncIterator[T]:
    """Yield all items of all pages; ``ask`` gives the page that follows ``after``."""
    after = ""
    while True:
        page = await ask(after)
        for item in items(page):
            yield item
        if page.next is None:
            return
        after = page.next
