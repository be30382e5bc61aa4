"""What a command says on standard error while it works, and when it cannot."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import click

from hubbub_load.demo.show import FilledAlready
from hubbub_load.http_api import HubUnreachable
from hubbub_load.sends.cpu import NoSuchProgram
from hubbub_load.waiting import NotReady
from hubbub_protocol.errors import Refusal


@contextmanager
def plain_words() -> Iterator[None]:
    """Say in one sentence what hinders."""
    try:
        yield
    except (FilledAlready, HubUnreachable, NoSuchProgram, NotReady) as error:
        raise click.ClickException(str(error)) from error
    except Refusal as refusal:
        raise click.ClickException(f"The hub refuses: {refusal.code}: {refusal}") from refusal


class ProgressLine:
    """A line on standard error: rewritten in a terminal, written once per step elsewhere."""

    def __init__(self) -> None:
        self._shown_at = 0.0

    def show(self, what: str, done: int, total: int) -> None:
        """Show how far a step is."""
        finished, in_place = done >= total, sys.stderr.isatty()
        if not finished and (not in_place or time.monotonic() - self._shown_at < 0.1):
            return
        self._shown_at = time.monotonic()
        start = "\r" if in_place else ""
        click.echo(f"{start}{what}: {done:,} of {total:,}", nl=finished, err=True)
