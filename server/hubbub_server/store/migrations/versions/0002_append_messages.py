"""PostgreSQL's functions that lock heads and append a batch of messages.

SQLite has the same in the program (``store/sqlite/messages.py``), and the store's suite holds both
to the same words. A function is never changed, since older hubs may run beside: what must be other
gets the next number.
"""

from pathlib import Path

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

FUNCTIONS = Path(__file__).parent.parent / "functions"


def upgrade() -> None:
    link = op.get_bind()
    if link.dialect.name == "postgresql":
        for name in ("lock_heads_1", "append_messages_1"):
            link.exec_driver_sql((FUNCTIONS / f"{name}.sql").read_text(encoding="utf-8"))
