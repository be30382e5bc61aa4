"""`hubbub copy`: moving an installation from one database to another."""

import asyncio
import os
from typing import TYPE_CHECKING

import click

from hubbub_protocol.errors import Refusal
from hubbub_server.cli.options import BadUsage, Unable
from hubbub_server.settings import BadSettingError, Settings, read_settings

if TYPE_CHECKING:  # at run time it is imported late: `hubbub settings` needs none of the server
    from hubbub_server.store.interface import Store


@click.command("copy")
@click.option("--from", "source", required=True, metavar="URL", help="The database to copy.")
@click.option("--to", "target", required=True, metavar="URL", help="An empty database.")
def copy(source: str, target: str) -> None:
    """Copy an installation into an empty database, with every place that clients remember.

    A URL is sqlite:///PATH or postgresql://USER:PASSWORD@HOST:PORT/DATABASE. No hub may run on
    either. Run hubs on the copy from then on, never again on what was copied.
    """
    from hubbub_server.store.interface import StoreUnavailable  # noqa: PLC0415 - imports the server

    places = [_place(url, flag) for flag, url in (("--from", source), ("--to", target))]
    file = places[0].database_path
    if file is not None and not file.exists():
        raise Unable(f"There is no database {file}")
    if places[0].database_url == places[1].database_url:
        raise BadUsage("--from and --to name the same database")
    try:
        counts = asyncio.run(_copy(*places))
    except (StoreUnavailable, Refusal) as error:
        raise Unable(str(error)) from error
    for table, count in counts.items():
        click.echo(f"{count:>12,} {table.replace('_', ' ')}")
    click.echo(f"{places[1].database_shown} holds the installation now")


def _place(url: str, flag: str) -> Settings:
    """Return settings that name a database and nothing else."""
    try:
        return read_settings({"database_url": url}, os.environ)
    except BadSettingError as error:
        raise BadUsage(str(error).replace("--database-url", flag)) from error


async def _copy(source: Settings, target: Settings) -> dict[str, int]:
    from hubbub_server.app.desk import open_store  # noqa: PLC0415 - it imports the server
    from hubbub_server.clock import SystemClock  # noqa: PLC0415
    from hubbub_server.store.copying import copy_installation  # noqa: PLC0415

    clock = SystemClock()
    async with open_store(source, clock) as read, open_store(target, clock) as written:
        await _occupy(read, source)
        await _occupy(written, target)
        return await copy_installation(read, written)


async def _occupy(store: "Store", settings: Settings) -> None:
    from hubbub_server.store.interface import StoreUnavailable  # noqa: PLC0415

    try:
        await store.occupy(alone=True)
    except StoreUnavailable as error:
        raise StoreUnavailable(
            f"A hub runs on {settings.database_shown}: stop it before copying"
        ) from error
