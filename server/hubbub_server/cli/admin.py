"""`hubbub admin`: what the operator does to accounts, on the database itself.

A running hub learns of it from the `control` stream within some seconds. Passwords are asked for,
or read from the first line of stdin; they never stand in the command line.
"""

import click

from hubbub_server.cli.desk import at_the_desk, read_password
from hubbub_server.cli.options import DATABASE, HASHING, with_settings
from hubbub_server.settings import Settings


@click.group()
def admin() -> None:
    """Look after accounts at the machine itself."""


@admin.command()
@click.argument("username")
@click.option("--display-name", help="For a new account; the username if not given.")
@with_settings((*DATABASE, *HASHING))
def make_owner(settings: Settings, username: str, display_name: str | None) -> None:
    """Make an account an owner; one that does not exist is made, with a password asked for."""
    from hubbub_server.actions import operators  # noqa: PLC0415 - it imports the server
    from hubbub_server.app import make_door  # noqa: PLC0415

    if at_the_desk(settings, lambda desk: operators.has_account(desk, username)):
        at_the_desk(settings, lambda desk: operators.make_owner(desk, username))
    else:
        password, door, shown = read_password(), make_door(settings), display_name or username
        at_the_desk(
            settings, lambda desk: operators.add_owner(desk, door, username, shown, password)
        )
    click.echo(f"{username} is an owner of the community")


@admin.command()
@click.argument("username")
@with_settings((*DATABASE, *HASHING))
def reset_password(settings: Settings, username: str) -> None:
    """Give an account another password, which is asked for; all its sign-ins end."""
    from hubbub_server.actions import operators  # noqa: PLC0415 - it imports the server
    from hubbub_server.app import make_door  # noqa: PLC0415

    password, door = read_password(), make_door(settings)
    at_the_desk(settings, lambda desk: operators.reset_password(desk, door, username, password))
    click.echo(f"{username} has a new password and no sign-ins")


@admin.command()
@click.argument("username")
@click.option("--display-name", help="The username if not given.")
@with_settings((*DATABASE, "bot_token_days"))
def make_bot(settings: Settings, username: str, display_name: str | None) -> None:
    """Make a bot of the community's owner, and print its token, this once."""
    from hubbub_server.actions import operators  # noqa: PLC0415 - it imports the server
    from hubbub_server.app import make_door  # noqa: PLC0415

    door, shown = make_door(settings), display_name or username
    made = at_the_desk(settings, lambda desk: operators.make_bot(desk, door, username, shown))
    click.echo(made.token)


@admin.command()
@click.argument("username")
@with_settings(DATABASE)
def revoke_sign_ins(settings: Settings, username: str) -> None:
    """End every sign-in of an account, and every token of a bot."""
    from hubbub_server.actions import operators  # noqa: PLC0415 - it imports the server

    at_the_desk(settings, lambda desk: operators.revoke_sign_ins(desk, username))
    click.echo(f"{username} has no sign-ins")


@admin.command()
@click.argument("username")
@click.option("--reason", default="", help="Kept with the ban.")
@with_settings(DATABASE)
def ban(settings: Settings, username: str, reason: str) -> None:
    """Shut an account out of the community."""
    from hubbub_server.actions import operators  # noqa: PLC0415 - it imports the server

    at_the_desk(settings, lambda desk: operators.ban(desk, username, reason))
    click.echo(f"{username} is shut out")


@admin.command()
@click.argument("username")
@with_settings(DATABASE)
def unban(settings: Settings, username: str) -> None:
    """Let an account in again."""
    from hubbub_server.actions import operators  # noqa: PLC0415 - it imports the server

    at_the_desk(settings, lambda desk: operators.unban(desk, username))
    click.echo(f"{username} may sign in again")
