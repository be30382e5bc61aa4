"""A hub that can be told to die between commit and publication.

``python -m tests.faults.dying_hub serve --data FOLDER …`` is ``hubbub serve …``, but for one thing:
while the file ``FOLDER/death`` says ``unanswered``, the next event that is committed is the last
thing the hub does; while it says ``unpublished``, its author is still answered, and then the hub
dies without having told anybody else.
"""

import asyncio
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from hubbub_load.chaos.death import wish_in
from hubbub_server.__main__ import main
from hubbub_server.actions.desk import Desk
from hubbub_server.store.interface import StoredEvent

PROGRAM: Final = "tests.faults.dying_hub"
_LAST_WORDS_S: Final = 0.05
"""Long enough for the answer to leave, too short for the hub to be missed."""

publish = Desk.publish


def publish_or_die(self: Desk, events: Sequence[StoredEvent], epoch: str) -> None:
    """Publish, unless the file asks for death."""
    wish = wish_in(Path(sys.argv[sys.argv.index("--data") + 1]))
    asked = wish.read_text("utf-8") if events and wish.exists() else ""
    if asked == "unanswered":
        _die()
    elif asked == "unpublished":
        asyncio.get_running_loop().call_later(_LAST_WORDS_S, _die)
    else:
        publish(self, events, epoch)


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    Desk.publish = publish_or_die  # type: ignore[method-assign]  # the one point where it breaks
    main()
