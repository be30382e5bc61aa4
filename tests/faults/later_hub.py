"""A hub of a version that does not exist yet, to run beside one of this version.

``python -m tests.faults.later_hub serve --data FOLDER …`` is ``hubbub serve …``, but for what the
next version might bring: a step of the migrations that adds a column to the events, and a field of
``message_sent``, ``tone``.
"""

import shutil
import sys
from pathlib import Path
from typing import Final

from hubbub_server.__main__ import main
from hubbub_server.store import migrations
from hubbub_server.store.interface import NewMessage
from hubbub_server.store.postgresql import messages

PROGRAM: Final = "tests.faults.later_hub"
LATEST: Final = "9999"
TONE: Final = "merry"

_STEP: Final = f"""
import sqlalchemy as sa
from alembic import op

revision = "{LATEST}"
down_revision = "{migrations.LATEST}"


def upgrade() -> None:
    op.add_column("events", sa.Column("tone", sa.Text(), nullable=True))
"""

_payload_of_today = messages._payload_begun


def _payload_with_tone(message: NewMessage) -> str:
    return f'{_payload_of_today(message)},"tone":"{TONE}"'


def _become_later(data: Path) -> None:
    steps = data / "migrations"
    shutil.copytree(migrations._FOLDER, steps, dirs_exist_ok=True)
    (steps / "versions" / "9999_tone.py").write_text(_STEP, encoding="utf-8")
    migrations._FOLDER = steps  # type: ignore[misc]
    migrations.LATEST = LATEST  # type: ignore[misc]
    messages._payload_begun = _payload_with_tone


if __name__ == "__main__":
    _become_later(Path(sys.argv[sys.argv.index("--data") + 1]))
    main()
