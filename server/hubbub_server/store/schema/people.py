"""The tables of what is between members: personal connections and the ways to them, and blocks."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
)

from hubbub_server.store.schema.metadata import metadata

personal_connections = Table(
    "personal_connections",
    metadata,
    Column("channel", Text, primary_key=True),  # the id of the direct channel of the two
    Column("one", Text, ForeignKey("members.id"), nullable=False),  # the lower of the two ids
    Column("other", Text, ForeignKey("members.id"), nullable=False),
    Column("state", Text, nullable=False),  # connected or ended
    Column("origin", Text, nullable=False),  # room, introduction or code; of the latest opening
    Column("room", Text, ForeignKey("rooms.id")),
    Column("introduced_by", Text, ForeignKey("members.id")),
    Column("opened_at", BigInteger, nullable=False),
    Column("opened_seq", BigInteger, nullable=False),
    Column("ended_at", BigInteger),
    UniqueConstraint("one", "other", name="personal_connections_by_pair"),
    Index("personal_connections_by_other", "other"),
)

ties = Table(
    "ties",
    metadata,
    # Two rows for each personal connection, also after its end: what one of the two keeps of it.
    Column("member", Text, ForeignKey("members.id"), nullable=False),
    Column("other", Text, ForeignKey("members.id"), nullable=False),
    Column("channel", Text, ForeignKey("personal_connections.channel"), nullable=False),
    # The head when the member hid the channel: a later message of the other shows it again.
    Column("hidden_seq", BigInteger),  # null while it is shown
    Column("note", Text, nullable=False, server_default=""),
    PrimaryKeyConstraint("member", "other"),
    sqlite_with_rowid=False,
)

connection_requests = Table(
    "connection_requests",
    metadata,
    # The latest request of each sender to each receiver.
    Column("sender", Text, ForeignKey("members.id"), nullable=False),
    Column("receiver", Text, ForeignKey("members.id"), nullable=False),
    Column("id", Text, nullable=False, unique=True),
    Column("state", Text, nullable=False),  # to the sender: pending, withdrawn, accepted, expired
    Column("answer", Text, nullable=False),  # none, put_off, declined; phantom: never delivered
    Column("origin", Text, nullable=False),
    Column("room", Text, ForeignKey("rooms.id")),
    Column("introduced_by", Text, ForeignKey("members.id")),
    Column("opening", Text, nullable=False),
    Column("sent_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
    Column("refused_until", BigInteger, nullable=False),  # 0, or until when none is delivered
    PrimaryKeyConstraint("sender", "receiver"),
    Index("connection_requests_by_receiver", "receiver", "state", "answer", "sent_at"),
    Index("connection_requests_by_expiry", "state", "expires_at"),
    sqlite_with_rowid=False,
)

blocks = Table(
    "blocks",
    metadata,
    Column("blocker", Text, ForeignKey("members.id"), nullable=False),
    Column("blocked", Text, ForeignKey("members.id"), nullable=False),
    Column("blocked_at", BigInteger, nullable=False),
    PrimaryKeyConstraint("blocker", "blocked"),
    Index("blocks_by_blocked", "blocked"),
    sqlite_with_rowid=False,
)

contact_codes = Table(
    "contact_codes",
    metadata,
    Column("id", Text, primary_key=True),
    Column("member", Text, ForeignKey("members.id"), nullable=False),
    Column("code_hash", LargeBinary, nullable=False, unique=True),
    Column("label", Text, nullable=False),
    Column("uses", Integer),  # null for any number
    Column("used", Integer, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
    Index("contact_codes_by_member", "member", "created_at", "id"),
)

people_settings = Table(
    "people_settings",
    metadata,
    # No row: as `PeopleSettings` has it by default.
    Column("member", Text, ForeignKey("members.id"), primary_key=True),
    Column("openings", Text, nullable=False),
    Column("suggestions", Boolean, nullable=False),
    Column("bridges", Boolean, nullable=False),
    Column("mutual", Boolean, nullable=False),
    Column("accept_requests", Boolean, nullable=False),
)

introductions = Table(
    "introductions",
    metadata,
    Column("id", Text, primary_key=True),
    Column("introduced_by", Text, ForeignKey("members.id"), nullable=False),
    Column("one", Text, ForeignKey("members.id"), nullable=False),  # the lower of the two ids
    Column("other", Text, ForeignKey("members.id"), nullable=False),
    Column("sentence", Text, nullable=False),
    Column("state", Text, nullable=False),  # open, accepted, withdrawn, expired
    Column("dud", Boolean, nullable=False),  # shown to its maker alone
    Column("one_answer", Text, nullable=False),  # none, accepted, declined
    Column("other_answer", Text, nullable=False),
    Column("made_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
    Index("introductions_by_maker", "introduced_by", "state"),
    Index("introductions_by_one", "one", "state"),
    Index("introductions_by_other", "other", "state"),
    Index("introductions_by_expiry", "state", "expires_at"),
)

exchanges = Table(
    "exchanges",
    metadata,
    # What two members did with each other's messages in a room, counted; never a word of them.
    Column("room", Text, ForeignKey("rooms.id"), nullable=False),
    Column("one", Text, ForeignKey("members.id"), nullable=False),  # the lower of the two ids
    Column("other", Text, ForeignKey("members.id"), nullable=False),
    Column("replies_of_one", Integer, nullable=False),  # to messages of the other
    Column("replies_of_other", Integer, nullable=False),
    Column("reactions_of_one", Integer, nullable=False),
    Column("reactions_of_other", Integer, nullable=False),
    Column("threads", Integer, nullable=False),  # in which both wrote
    Column("last_at", BigInteger, nullable=False),
    PrimaryKeyConstraint("room", "one", "other"),
    Index("exchanges_by_one", "one"),
    Index("exchanges_by_other", "other"),
    sqlite_with_rowid=False,
)

thread_voices = Table(
    "thread_voices",
    metadata,
    # Who has answered a message: two who answered the same one share a thread.
    Column("room", Text, ForeignKey("rooms.id"), nullable=False),
    Column("target", BigInteger, nullable=False),
    Column("member", Text, ForeignKey("members.id"), nullable=False),
    PrimaryKeyConstraint("room", "target", "member"),
    sqlite_with_rowid=False,
)

counted_rooms = Table(
    "counted_rooms",
    metadata,
    Column("room", Text, ForeignKey("rooms.id"), primary_key=True),
    Column("seq", BigInteger, nullable=False),  # up to where `exchanges` counts the room
)

suggestions = Table(
    "suggestions",
    metadata,
    Column("member", Text, ForeignKey("members.id"), nullable=False),
    Column("other", Text, ForeignKey("members.id"), nullable=False),
    Column("mode", Text, nullable=False),  # met or bridge
    Column("room", Text, ForeignKey("rooms.id"), nullable=False),
    Column("own_room", Text, ForeignKey("rooms.id")),  # of a bridge, like the next
    Column("other_room", Text, ForeignKey("rooms.id")),
    Column("replies", Integer, nullable=False),
    Column("reactions", Integer, nullable=False),
    Column("threads", Integer, nullable=False),
    Column("state", Text, nullable=False),  # shown or dismissed
    Column("suggested_at", BigInteger, nullable=False),
    PrimaryKeyConstraint("member", "other"),
    Index("suggestions_by_other", "other"),
    sqlite_with_rowid=False,
)

jobs = Table(
    "jobs",
    metadata,
    Column("name", Text, primary_key=True),
    Column("holder", Text, nullable=False),  # the hub that runs it
    Column("held_until", BigInteger, nullable=False),
    Column("done_at", BigInteger, nullable=False),  # when it last came to its end
    Column("reached", Text, nullable=False),  # how far it has got, in its own words
)

reports = Table(
    "reports",
    metadata,
    Column("id", Text, primary_key=True),
    Column("reporter", Text, ForeignKey("members.id"), nullable=False),
    Column("reported", Text, ForeignKey("members.id"), nullable=False),
    Column("request", Text, nullable=False),  # the id of the connection request
    Column("reason", Text, nullable=False),
    Column("evidence", Text, nullable=False),  # JSON: what was reported, as it stood
    Column("state", Text, nullable=False),  # open or closed
    Column("made_at", BigInteger, nullable=False),
    UniqueConstraint("reporter", "request", name="reports_by_request"),
    Index("reports_by_age", "made_at", "id"),
)
