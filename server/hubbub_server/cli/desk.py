"""Doing one thing on the database, from the command line."""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, TypeVar

import click

from hubbub_server.cli.options import Unable
from hubbub_server.settings import Settings

if TYPE_CHECKING:  # at run time it is imported late: `hubbub settings` needs none of the server
    from hubbub_server.actions.desk import Desk

T = TypeVar("T")


def at_the_desk(settings: Settings, deed: "Callable[[Desk], Awaitable[T]]") -> T:
    """Open the database, do something, and close it; whatever is unable becomes one sentence."""
    from hubbub_server.app import open_desk  # noqa: PLC0415 - it imports the server
    from hubbub_server.store.interface import StoreUnavailable  # noqa: PLC0415

    async def run() -> T:
        async with open_desk(settings) as desk:
            return await deed(desk)

    try:
        return asyncio.run(run())
    except StoreUnavailable as error:
        raise Unable(str(error)) from error


def read_password() -> str:
    """Ask for a new password, or read it from the first line of a stdin that is no terminal."""
    if sys.stdin.isatty():
        asked: str = click.prompt("Password", hide_input=True, confirmation_prompt=True)
        return asked
    return sys.stdin.readline().rstrip("\r\n")
