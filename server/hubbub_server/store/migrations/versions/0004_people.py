"""Personal connections, requests, blocks, introductions, suggestions and reports.

On PostgreSQL also the function that appends messages to direct channels as to rooms. The one
before stays, for older hubs that run beside.
"""

from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


FUNCTIONS = Path(__file__).parent.parent / "functions"


def upgrade() -> None:
    link = op.get_bind()
    if link.dialect.name == "postgresql":
        append_messages = FUNCTIONS / "append_messages_2.sql"
        link.exec_driver_sql(append_messages.read_text(encoding="utf-8"))
    op.create_table(
        "jobs",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("held_until", sa.BigInteger(), nullable=False),
        sa.Column("done_at", sa.BigInteger(), nullable=False),
        sa.Column("reached", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "blocks",
        sa.Column("blocker", sa.Text(), nullable=False),
        sa.Column("blocked", sa.Text(), nullable=False),
        sa.Column("blocked_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["blocked"],
            ["members.id"],
        ),
        sa.ForeignKeyConstraint(
            ["blocker"],
            ["members.id"],
        ),
        sa.PrimaryKeyConstraint("blocker", "blocked"),
        sqlite_with_rowid=False,
    )
    op.create_index("blocks_by_blocked", "blocks", ["blocked"], unique=False)
    op.create_table(
        "connection_requests",
        sa.Column("sender", sa.Text(), nullable=False),
        sa.Column("receiver", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("room", sa.Text(), nullable=True),
        sa.Column("introduced_by", sa.Text(), nullable=True),
        sa.Column("opening", sa.Text(), nullable=False),
        sa.Column("sent_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("refused_until", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["introduced_by"],
            ["members.id"],
        ),
        sa.ForeignKeyConstraint(
            ["receiver"],
            ["members.id"],
        ),
        sa.ForeignKeyConstraint(
            ["room"],
            ["rooms.id"],
        ),
        sa.ForeignKeyConstraint(
            ["sender"],
            ["members.id"],
        ),
        sa.PrimaryKeyConstraint("sender", "receiver"),
        sa.UniqueConstraint("id"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "connection_requests_by_expiry",
        "connection_requests",
        ["state", "expires_at"],
        unique=False,
    )
    op.create_index(
        "connection_requests_by_receiver",
        "connection_requests",
        ["receiver", "state", "answer", "sent_at"],
        unique=False,
    )
    op.create_table(
        "contact_codes",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("member", sa.Text(), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("uses", sa.Integer(), nullable=True),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member"],
            ["members.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("code_hash"),
    )
    op.create_index(
        "contact_codes_by_member", "contact_codes", ["member", "created_at", "id"], unique=False
    )
    op.create_table(
        "exchanges",
        sa.Column("room", sa.Text(), nullable=False),
        sa.Column("one", sa.Text(), nullable=False),
        sa.Column("other", sa.Text(), nullable=False),
        sa.Column("replies_of_one", sa.Integer(), nullable=False),
        sa.Column("replies_of_other", sa.Integer(), nullable=False),
        sa.Column("reactions_of_one", sa.Integer(), nullable=False),
        sa.Column("reactions_of_other", sa.Integer(), nullable=False),
        sa.Column("threads", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["one"],
            ["members.id"],
        ),
        sa.ForeignKeyConstraint(
            ["other"],
            ["members.id"],
        ),
        sa.ForeignKeyConstraint(
            ["room"],
            ["rooms.id"],
        ),
        sa.PrimaryKeyConstraint("room", "one", "other"),
        sqlite_with_rowid=False,
    )
    op.create_index("exchanges_by_one", "exchanges", ["one"], unique=False)
    op.create_index("exchanges_by_other", "exchanges", ["other"], unique=False)
    op.create_table(
        "introductions",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("introduced_by", sa.Text(), nullable=False),
        sa.Column("one", sa.Text(), nullable=False),
        sa.Column("other", sa.Text(), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("dud", sa.Boolean(), nullable=False),
        sa.Column("one_answer", sa.Text(), nullable=False),
        sa.Column("other_answer", sa.Text(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["introduced_by"],
            ["members.id"],
        ),
        sa.ForeignKeyConstraint(
            ["one"],
            ["members.id"],
        ),
        sa.ForeignKeyConstraint(
            ["other"],
            ["members.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "introductions_by_expiry", "introductions", ["state", "expires_at"], unique=False
    )
    op.create_index(
        "introductions_by_maker", "introductions", ["introduced_by", "state"], unique=False
    )
    op.create_index("introductions_by_one", "introductions", ["one", "state"], unique=False)
    op.create_index("introductions_by_other", "introductions", ["other", "state"], unique=False)
    op.create_table(
        "people_settings",
        sa.Column("member", sa.Text(), nullable=False),
        sa.Column("openings", sa.Text(), nullable=False),
        sa.Column("suggestions", sa.Boolean(), nullable=False),
        sa.Column("bridges", sa.Boolean(), nullable=False),
        sa.Column("mutual", sa.Boolean(), nullable=False),
        sa.Column("accept_requests", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member"],
            ["members.id"],
        ),
        sa.PrimaryKeyConstraint("member"),
    )
    op.create_table(
        "personal_connections",
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("one", sa.Text(), nullable=False),
        sa.Column("other", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("room", sa.Text(), nullable=True),
        sa.Column("introduced_by", sa.Text(), nullable=True),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.Column("opened_seq", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["introduced_by"],
            ["members.id"],
        ),
        sa.ForeignKeyConstraint(
            ["one"],
            ["members.id"],
        ),
        sa.ForeignKeyConstraint(
            ["other"],
            ["members.id"],
        ),
        sa.ForeignKeyConstraint(
            ["room"],
            ["rooms.id"],
        ),
        sa.PrimaryKeyConstraint("channel"),
        sa.UniqueConstraint("one", "other", name="personal_connections_by_pair"),
    )
    op.create_index(
        "personal_connections_by_other", "personal_connections", ["other"], unique=False
    )
    op.create_table(
        "reports",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("reporter", sa.Text(), nullable=False),
        sa.Column("reported", sa.Text(), nullable=False),
        sa.Column("request", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["reported"],
            ["members.id"],
        ),
        sa.ForeignKeyConstraint(
            ["reporter"],
            ["members.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("reporter", "request", name="reports_by_request"),
    )
    op.create_index("reports_by_age", "reports", ["made_at", "id"], unique=False)
    op.create_table(
        "suggestions",
        sa.Column("member", sa.Text(), nullable=False),
        sa.Column("other", sa.Text(), nullable=False),
        sa.Column("mode", sa.Text(), nullable=False),
        sa.Column("room", sa.Text(), nullable=False),
        sa.Column("own_room", sa.Text(), nullable=True),
        sa.Column("other_room", sa.Text(), nullable=True),
        sa.Column("replies", sa.Integer(), nullable=False),
        sa.Column("reactions", sa.Integer(), nullable=False),
        sa.Column("threads", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("suggested_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member"],
            ["members.id"],
        ),
        sa.ForeignKeyConstraint(
            ["other"],
            ["members.id"],
        ),
        sa.ForeignKeyConstraint(
            ["own_room"],
            ["rooms.id"],
        ),
        sa.ForeignKeyConstraint(
            ["other_room"],
            ["rooms.id"],
        ),
        sa.ForeignKeyConstraint(
            ["room"],
            ["rooms.id"],
        ),
        sa.PrimaryKeyConstraint("member", "other"),
        sqlite_with_rowid=False,
    )
    op.create_index("suggestions_by_other", "suggestions", ["other"], unique=False)
    op.create_table(
        "ties",
        sa.Column("member", sa.Text(), nullable=False),
        sa.Column("other", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("hidden_seq", sa.BigInteger(), nullable=True),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["channel"],
            ["personal_connections.channel"],
        ),
        sa.ForeignKeyConstraint(
            ["member"],
            ["members.id"],
        ),
        sa.ForeignKeyConstraint(
            ["other"],
            ["members.id"],
        ),
        sa.PrimaryKeyConstraint("member", "other"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "thread_voices",
        sa.Column("room", sa.Text(), nullable=False),
        sa.Column("target", sa.BigInteger(), nullable=False),
        sa.Column("member", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member"],
            ["members.id"],
        ),
        sa.ForeignKeyConstraint(
            ["room"],
            ["rooms.id"],
        ),
        sa.PrimaryKeyConstraint("room", "target", "member"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "counted_rooms",
        sa.Column("room", sa.Text(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["room"],
            ["rooms.id"],
        ),
        sa.PrimaryKeyConstraint("room"),
    )
