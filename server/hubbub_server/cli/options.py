"""Options made of the settings, and the one place where a sentence and an exit code are made."""

import os
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Concatenate, ParamSpec

import click

from hubbub_protocol.errors import Refusal
from hubbub_server.settings import (
    RULES,
    BadSettingError,
    Settings,
    flag_of,
    read_settings,
    variable_of,
)

P = ParamSpec("P")

DATABASE = ("data", "database_url")
HASHING = ("argon2_time_cost", "argon2_memory_kib")


class Unable(click.ClickException):
    """One sentence on stderr and exit code 1."""

    def show(self, file: object = None) -> None:
        """Say it."""
        del file
        click.echo(f"hubbub: {self.message}", err=True)


class BadUsage(Unable):
    """The same for what was given wrongly."""

    exit_code = 2


def with_settings(
    names: Iterable[str] = tuple(RULES),
) -> Callable[[Callable[Concatenate[Settings, P], None]], Callable[P, None]]:
    """Give a command the flags of these settings, and the settings themselves."""
    chosen = tuple(names)

    def decorate(command: Callable[Concatenate[Settings, P], None]) -> Callable[P, None]:
        @wraps(command)
        def run(*args: P.args, **kwargs: P.kwargs) -> None:
            flags = {name: _text(kwargs.pop(name)) for name in chosen}
            try:
                settings = read_settings(flags, os.environ)
            except BadSettingError as error:
                raise BadUsage(str(error)) from error
            try:
                command(settings, *args, **kwargs)
            except Refusal as refusal:
                raise Unable(refusal.detail) from refusal

        decorated: Callable[P, None] = run
        for name in reversed(chosen):
            help_ = f"{RULES[name].help}  [{variable_of(name)}]"
            decorated = click.option(flag_of(name), name, metavar="VALUE", help=help_)(decorated)
        return decorated

    return decorate


def _text(value: object) -> str | None:
    return None if value is None else str(value)
