"""A hub that tells members another time of each event than the database holds.

``python -m tests.faults.lying_hub serve --data FOLDER …`` is ``hubbub serve …``, but for that one
lie: chaos must notice it.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from hubbub_server.__main__ import main
from hubbub_server.actions.desk import Desk
from hubbub_server.store.interface import StoredEvent

PROGRAM: Final = "tests.faults.lying_hub"

publish = Desk.publish


def publish_a_lie(self: Desk, events: Sequence[StoredEvent], epoch: str) -> None:
    """Publish what was never committed so."""
    publish(self, [replace(event, at=event.at + 1) for event in events], epoch)


if __name__ == "__main__":
    Desk.publish = publish_a_lie  # type: ignore[method-assign]  # the one point where it lies
    main()
