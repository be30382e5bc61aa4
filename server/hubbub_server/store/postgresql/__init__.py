"""PostgreSQL behind the store's interface: any number of hubs on one database."""

from hubbub_server.store.postgresql.opening import open_postgresql
from hubbub_server.store.postgresql.store import PostgreSQLStore

__all__ = ["PostgreSQLStore", "open_postgresql"]
