"""How alembic runs a step: on the link that it is given, in one transaction."""

from alembic import context

from hubbub_server.store.schema import metadata

database = context.config.attributes["database"]
context.configure(
    connection=database,
    target_metadata=metadata,
    render_as_batch=database.dialect.name == "sqlite",
    transactional_ddl=True,
)
with context.begin_transaction():
    if database.dialect.name == "sqlite":
        database.exec_driver_sql("BEGIN IMMEDIATE")  # sqlite3 itself begins nothing for DDL
    context.run_migrations()
