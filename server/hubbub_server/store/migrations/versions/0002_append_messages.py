"""PostgreSQL's function that appends a batch of messages; SQLite has it in the program."""

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass
