"""SQLite behind the store's interface: one file, one writer, many readers (WAL)."""

from hubbub_server.store.sqlite.store import SQLiteStore, open_sqlite

__all__ = ["SQLiteStore", "open_sqlite"]
