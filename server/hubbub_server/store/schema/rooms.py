"""The tables of the log, of members and their accounts, and of rooms."""

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
)

from hubbub_server.store.schema.metadata import metadata

installation = Table(
    "installation",
    metadata,
    Column("id", Integer, primary_key=True),  # always 1
    Column("epoch", Text, nullable=False),
    Column("identity", Text, nullable=False),  # of the database: another one renews the epoch
    Column("name", Text, nullable=False),
    Column("registration", Text, nullable=False),
    Column("setup_token_hash", LargeBinary),  # several, joined; null once there is an owner
)

streams = Table(
    "streams",
    metadata,
    Column("name", Text, primary_key=True),
    Column("head", BigInteger, nullable=False),
    Column("last_at", BigInteger, nullable=False),
    Column("last_message_at", BigInteger),
)

events = Table(
    "events",
    metadata,
    Column("stream", Text, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("kind", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("actor", Text, nullable=False),
    Column("payload", LargeBinary, nullable=False),  # JSON text; see hubbub_protocol.codec
    PrimaryKeyConstraint("stream", "seq"),
    sqlite_with_rowid=False,
)

command_keys = Table(
    "command_keys",
    metadata,
    Column("actor", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("fingerprint", LargeBinary, nullable=False),  # of the command's content
    Column("stream", Text, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("id", Text),  # of the message or room that it made
    Column("at", BigInteger, nullable=False),
    PrimaryKeyConstraint("actor", "key"),
    sqlite_with_rowid=False,
)

message_edits = Table(
    "message_edits",
    metadata,
    Column("stream", Text, nullable=False),
    Column("target", BigInteger, nullable=False),
    Column("seq", BigInteger, nullable=False),  # of the edit: its event has the body
    PrimaryKeyConstraint("stream", "target", "seq"),
    sqlite_with_rowid=False,
)

message_deletions = Table(
    "message_deletions",
    metadata,
    Column("stream", Text, nullable=False),
    Column("target", BigInteger, nullable=False),
    Column("seq", BigInteger, nullable=False),
    PrimaryKeyConstraint("stream", "target"),
    sqlite_with_rowid=False,
)

reactions = Table(
    "reactions",
    metadata,
    Column("stream", Text, nullable=False),
    Column("target", BigInteger, nullable=False),
    Column("emoji", Text, nullable=False),
    Column("member", Text, nullable=False),
    Column("seq", BigInteger, nullable=False),
    PrimaryKeyConstraint("stream", "target", "emoji", "member"),
    sqlite_with_rowid=False,
)

pins = Table(
    "pins",
    metadata,
    Column("stream", Text, nullable=False),
    Column("target", BigInteger, nullable=False),
    Column("seq", BigInteger, nullable=False),
    PrimaryKeyConstraint("stream", "target"),
    sqlite_with_rowid=False,
)

EVERYBODY = "*"
"""Stands for every member of the room in ``mentions.member``."""

mentions = Table(
    "mentions",
    metadata,
    Column("member", Text, nullable=False),
    Column("stream", Text, nullable=False),
    Column("seq", BigInteger, nullable=False),  # of the message or edit that mentions
    Column("target", BigInteger, nullable=False),  # the message
    PrimaryKeyConstraint("member", "stream", "seq"),
    sqlite_with_rowid=False,
)

read_markers = Table(
    "read_markers",
    metadata,
    Column("member", Text, nullable=False),
    Column("stream", Text, nullable=False),
    Column("seq", BigInteger, nullable=False),
    PrimaryKeyConstraint("member", "stream"),
    sqlite_with_rowid=False,
)

members = Table(
    "members",
    metadata,
    Column("id", Text, primary_key=True),
    Column("username", Text, nullable=False, unique=True),
    Column("display_name", Text, nullable=False),
    Column("avatar_colour", Text, nullable=False),
    Column("kind", Text, nullable=False),  # person or bot
    Column("line", Text, nullable=False),
    Column("interests", Text, nullable=False),  # JSON list
    Column("search_text", Text, nullable=False),  # names and interests, casefolded
    Column("created_at", BigInteger, nullable=False),
)

accounts = Table(
    "accounts",
    metadata,
    Column("member", Text, ForeignKey("members.id"), primary_key=True),
    Column("skeleton", Text, nullable=False, unique=True),  # the username with look-alikes folded
    Column("password_hash", Text),  # null for bots
    Column("role", Text, nullable=False),  # owner or member of the community
    Column("made_by", Text),  # for bots
    Column("banned_at", BigInteger),
    Column("ban_reason", Text, nullable=False, server_default=""),
)

sign_ins = Table(
    "sign_ins",
    metadata,
    Column("id", Text, primary_key=True),
    Column("member", Text, ForeignKey("members.id"), nullable=False),
    Column("token_hash", LargeBinary, nullable=False, unique=True),
    Column("label", Text, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("last_used_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
    Index("sign_ins_by_member", "member"),
)

rooms = Table(
    "rooms",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("statement", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("tags", Text, nullable=False),  # JSON list
    Column("signs", Text, nullable=False),  # JSON list
    Column("access", Text, nullable=False),
    Column("look", Boolean, nullable=False),
    Column("state", Text, nullable=False),
    Column("search_text", Text, nullable=False),  # name, statement and tags, casefolded
    Column("created_at", BigInteger, nullable=False),
)

room_tags = Table(
    "room_tags",
    metadata,
    Column("tag", Text, nullable=False),
    Column("room", Text, ForeignKey("rooms.id"), nullable=False),
    PrimaryKeyConstraint("tag", "room"),
    sqlite_with_rowid=False,
)

memberships = Table(
    "memberships",
    metadata,
    Column("room", Text, ForeignKey("rooms.id"), nullable=False),
    Column("member", Text, ForeignKey("members.id"), nullable=False),
    Column("role", Text, nullable=False),
    Column("state", Text, nullable=False),  # member, left, removed, banned
    Column("joined_at", BigInteger, nullable=False),
    Column("joined_seq", BigInteger, nullable=False),
    Column("until_seq", BigInteger),
    Column("changed_at", BigInteger, nullable=False),
    Column("changed_by", Text, nullable=False),
    Column("reason", Text, nullable=False, server_default=""),
    PrimaryKeyConstraint("room", "member"),
    Index("memberships_by_member", "member", "state"),
    sqlite_with_rowid=False,
)

join_requests = Table(
    "join_requests",
    metadata,
    Column("room", Text, ForeignKey("rooms.id"), nullable=False),
    Column("member", Text, ForeignKey("members.id"), nullable=False),
    Column("state", Text, nullable=False),  # pending or refused; others are deleted
    Column("reason", Text, nullable=False),  # erased by the refusal
    Column("changed_at", BigInteger, nullable=False),  # when it was made or refused
    PrimaryKeyConstraint("room", "member"),
    Index("join_requests_by_member", "member", "state"),
    Index("join_requests_by_age", "room", "state", "changed_at", "member"),
    sqlite_with_rowid=False,
)

invitations = Table(
    "invitations",
    metadata,
    Column("id", Text, primary_key=True),
    Column("code_hash", LargeBinary, nullable=False, unique=True),
    Column("room", Text, ForeignKey("rooms.id")),  # null for one into the community
    Column("made_by", Text, ForeignKey("members.id"), nullable=False),
    Column("note", Text, nullable=False),
    Column("uses", Integer),  # null for any number
    Column("used", Integer, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
    Index("invitations_by_room", "room", "created_at", "id"),
)
