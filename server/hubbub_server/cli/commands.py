"""`hubbub serve`, `migrate`, `renew-epoch`, `settings` and `version`."""

from importlib.metadata import version as version_of
from typing import TYPE_CHECKING

import click

from hubbub_server.cli.admin import admin
from hubbub_server.cli.copy import copy
from hubbub_server.cli.desk import at_the_desk
from hubbub_server.cli.options import DATABASE, Unable, with_settings
from hubbub_server.settings import RULES, Settings, flag_of, shown_value, variable_of

if TYPE_CHECKING:  # at run time it is imported late: `hubbub settings` needs none of the server
    from hubbub_server.actions.desk import Desk


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Hubbub: chat and community, on one hub or many."""


@main.command()
@with_settings()
def serve(settings: Settings) -> None:
    """Run a hub; Ctrl-C ends it."""
    from hubbub_server.app import CannotStartError, serve  # noqa: PLC0415 - it imports the server
    from hubbub_server.store.interface import StoreUnavailable  # noqa: PLC0415

    try:
        serve(settings, click.echo)
    except (CannotStartError, StoreUnavailable) as error:
        raise Unable(str(error)) from error


@main.command()
@with_settings(DATABASE)
def migrate(settings: Settings) -> None:
    """Bring the database to this program's version."""

    async def open_only(desk: "Desk") -> None:
        del desk  # to open the database is to migrate it

    at_the_desk(settings, open_only)
    click.echo(f"{settings.database_shown} is at this program's version")


@main.command()
@with_settings(DATABASE)
def renew_epoch(settings: Settings) -> None:
    """Make every client start anew, after a backup was restored."""
    from hubbub_server.actions import operators  # noqa: PLC0415 - it imports the server

    at_the_desk(settings, operators.renew_epoch)
    click.echo("The epoch is new: every client is reset, by hubs that run within 10 s")


@main.command("settings")
@with_settings()
def show_settings(settings: Settings) -> None:
    """Show every setting: flag, variable, value, default and what it means."""
    for name, rule in RULES.items():
        value = shown_value(settings, name)
        default = shown_value(Settings(), name)
        click.echo(f"{flag_of(name)}  {variable_of(name)}")
        click.echo(f"    {value or '(empty)'}  (default: {default or 'empty'})")
        click.echo(f"    {rule.help}")


@main.command()
def version() -> None:
    """Show the program's version."""
    click.echo(f"hubbub {version_of('hubbub')}")


main.add_command(admin)
main.add_command(copy)
