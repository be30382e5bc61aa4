"""Places in a list that is shown page by page.

A cursor names the last item shown: its id and the value by which the list is sorted. The next
page begins behind that place even if the item has moved or gone since, and items with equal
values are told apart by their ids.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from hubbub_protocol.errors import Refusal
from hubbub_protocol.ids import is_id
from hubbub_protocol.streams import MAX_INTEGER
from hubbub_server.domain.texts import check_optional_line

T = TypeVar("T")

_ID_LENGTH: Final = 36
_MAX_CURSOR: Final = 200


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place in a sorted list: behind the item with this id."""

    id: str
    sort: str

    @property
    def number(self) -> int:
        """The value by which a list is sorted, where that is a number; raises ``bad_request``."""
        if not (self.sort.isascii() and self.sort.isdecimal()) or int(self.sort) > MAX_INTEGER:
            raise _no_cursor()
        return int(self.sort)


def read_cursor(after: str) -> Cursor | None:
    """Read what a client gives as ``after``: nothing for the first page, else a page's ``next``."""
    if not after:
        return None
    if not is_id(after[:_ID_LENGTH]):
        raise _no_cursor()
    check_optional_line(after, "after", _MAX_CURSOR)
    return Cursor(after[:_ID_LENGTH], after[_ID_LENGTH:])


def cut(
    items: Sequence[T], limit: int, cursor_of: Callable[[T], Cursor]
) -> tuple[list[T], str | None]:
    """Cut one more item than a page holds down to the page, and make the cursor of the next."""
    page = list(items[:limit])
    if len(items) <= limit:
        return page, None
    last = cursor_of(page[-1])
    return page, last.id + last.sort


def _no_cursor() -> Refusal:
    return Refusal(
        "bad_request", "`after` is no cursor: give the `next` of the page before", field="after"
    )
