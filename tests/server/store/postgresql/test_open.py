"""Opening a database: whose it is, and one clear sentence where it cannot be used."""

import asyncio

import pytest
from sqlalchemy import update

from hubbub_load.programs.finding import free_port
from hubbub_load.programs.postgres_server import PostgresServer
from hubbub_server.store.interface import StoreUnavailable
from hubbub_server.store.migrations import LATEST
from hubbub_server.store.postgresql import open_postgresql
from hubbub_server.store.schema import memberships
from tests.server.store.hand_clock import HandClock
from tests.server.store.village import Village, codes

_WAITING = "SELECT count(*) FROM pg_stat_activity WHERE datname = '{}' AND wait_event_type = 'Lock'"


async def epoch_of(url: str) -> str:
    """Open the database, close it, and return its epoch."""
    store = await open_postgresql(url, HandClock())
    await store.close()
    return store.epoch


async def complaint_about(url: str) -> str:
    """Return why the database cannot be opened: one line, without a password."""
    with pytest.raises(StoreUnavailable) as raised:
        await open_postgresql(url, HandClock())
    complaint = str(raised.value)
    assert "\n" not in complaint
    assert "secret" not in complaint
    return complaint


def name_of(url: str) -> str:
    return url.rpartition("/")[2]


async def test_an_empty_database_is_migrated_and_keeps_its_epoch(
    postgres: PostgresServer, url: str
) -> None:
    epoch = await epoch_of(url)
    assert len(epoch) == 16
    assert await epoch_of(url) == epoch
    version = postgres.run_sql("SELECT version_num FROM alembic_version", name_of(url))
    assert version == LATEST


async def test_a_user_who_owns_the_database_and_nothing_else_is_enough(
    postgres: PostgresServer, url: str
) -> None:
    postgres.run_sql("CREATE USER plain")
    postgres.run_sql(f"ALTER DATABASE {name_of(url)} OWNER TO plain")
    store = await open_postgresql(url.replace("hubbub@", "plain@"), HandClock())
    await store.occupy(alone=True)
    await store.close()


async def test_a_user_who_may_not_migrate_is_told_who_must_sign_in(
    postgres: PostgresServer, url: str
) -> None:
    postgres.run_sql("CREATE USER stranger")
    complaint = await complaint_about(url.replace("hubbub@", "stranger@"))
    assert "permission denied" in complaint
    assert complaint.endswith("sign in as the owner of the database and of all that is in it")


async def test_a_user_whose_tables_are_anothers_is_told_who_must_sign_in(
    postgres: PostgresServer, url: str
) -> None:
    await epoch_of(url)
    postgres.run_sql("CREATE USER heir")
    postgres.run_sql(f"ALTER DATABASE {name_of(url)} OWNER TO heir")
    complaint = await complaint_about(url.replace("hubbub@", "heir@"))
    assert "permission denied" in complaint
    assert complaint.endswith("sign in as the owner of the database and of all that is in it")


async def test_hubs_that_start_at_once_migrate_once_and_agree(url: str) -> None:
    epochs = await asyncio.gather(*[epoch_of(url) for _ in range(4)])
    assert len(set(epochs)) == 1


async def test_a_copied_database_has_a_new_epoch_from_then_on(
    postgres: PostgresServer, url: str
) -> None:
    epoch = await epoch_of(url)
    copy = postgres.new_database(template=name_of(url))
    renewed = await epoch_of(copy)
    assert renewed != epoch
    assert await epoch_of(copy) == renewed
    assert await epoch_of(url) == epoch


async def test_a_database_of_a_newer_version_is_left_untouched(
    postgres: PostgresServer, url: str
) -> None:
    await epoch_of(url)
    postgres.run_sql("UPDATE alembic_version SET version_num = '9999'", name_of(url))
    complaint = await complaint_about(url)
    assert "newer version (9999)" in complaint
    assert LATEST in complaint
    assert postgres.run_sql("SELECT version_num FROM alembic_version", name_of(url)) == "9999"


async def test_the_database_of_another_program_is_left_untouched(
    postgres: PostgresServer, url: str
) -> None:
    postgres.run_sql("CREATE TABLE rooms (number integer)", name_of(url))
    assert 'relation "rooms" already exists' in await complaint_about(url)
    tables = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
    assert postgres.run_sql(tables, name_of(url)) == "rooms"


async def test_a_database_that_cannot_hold_every_text_is_refused(postgres: PostgresServer) -> None:
    postgres.run_sql("CREATE DATABASE narrow ENCODING 'SQL_ASCII' TEMPLATE template0")
    assert "encoding SQL_ASCII" in await complaint_about(postgres.url("narrow"))


async def test_a_server_that_is_not_there_is_named() -> None:
    port = free_port()
    complaint = await complaint_about(f"postgresql://hub:secret@127.0.0.1:{port}/chat")
    assert complaint.startswith(
        f"The database postgresql://127.0.0.1:{port}/chat cannot be opened: "
    )


async def test_a_database_that_is_not_there_is_named(postgres: PostgresServer) -> None:
    url = postgres.url("nowhere").replace("hubbub@", "hubbub:secret@")
    assert 'database "nowhere" does not exist' in await complaint_about(url)


async def test_an_option_that_is_none_is_refused_without_repeating_it(url: str) -> None:
    assert "?" in await complaint_about(f"{url}?sslmode=secret")


async def test_every_commit_reaches_the_disk_whatever_the_database_prefers(
    postgres: PostgresServer, url: str
) -> None:
    postgres.run_sql(f"ALTER DATABASE {name_of(url)} SET synchronous_commit = off")
    store = await open_postgresql(url, HandClock())
    for links in (store._sender, store._writers, store._readers):
        async with links.lend() as link:
            assert (await link.fetch("SHOW synchronous_commit"))[0][0] == "on"
    await store.close()


async def test_rights_are_read_after_the_lock_whatever_the_database_prefers(
    postgres: PostgresServer, url: str
) -> None:
    level = "SET default_transaction_isolation = 'repeatable read'"
    postgres.run_sql(f"ALTER DATABASE {name_of(url)} {level}")
    stores = [await open_postgresql(url, HandClock()) for _ in range(2)]
    village, elsewhere = (Village(store, HandClock()) for store in stores)
    ada, bo = await village.welcome("ada"), await village.welcome("bo")
    room = await village.found(ada)
    await village.admit(room, bo)
    async with stores[0].transaction([room]) as opened:
        waiting = _WAITING.format(name_of(url))
        sending = asyncio.create_task(elsewhere.outcomes(elsewhere.message(room, bo)))
        async with asyncio.timeout(10):
            while await asyncio.to_thread(postgres.run_sql, waiting) == "0":
                pass
        await opened.execute(update(memberships).values(state="removed", until_seq=1))
    assert codes(await sending) == ["forbidden"]
    for store in stores:
        await store.close()


async def test_a_closed_store_holds_no_links(postgres: PostgresServer, url: str) -> None:
    store = await open_postgresql(url, HandClock())
    await store.occupy(alone=True)
    await asyncio.gather(*[store.read_heads(["control"]) for _ in range(20)])
    await store.close()
    # Which PostgreSQL refuses while anybody uses it.
    await asyncio.to_thread(postgres.run_sql, f"DROP DATABASE {name_of(url)}")
