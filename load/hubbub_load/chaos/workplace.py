"""A folder for what is started here: it stays if something was wrong, and goes if not."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from typing import Final

import click

from hubbub_load.programs.served_hub import HubFailed

SHOWN: Final = 20
"""So many complaints are printed."""


@dataclass
class Workplace:
    """Where it is, and whether what the hubs logged is to be kept."""

    folder: Path
    wrong: bool = True
    """Until it is known to be right."""


@contextmanager
def workplace(name: str) -> Iterator[Workplace]:
    """Make the folder for the time of a block, and say in words what could not be started."""
    place = Workplace(Path(mkdtemp(prefix=f"hubbub-{name}-")))
    try:
        yield place
    except (FileNotFoundError, HubFailed) as error:
        raise click.ClickException(str(error)) from error
    except click.UsageError:
        place.wrong = False
        raise
    finally:
        if place.wrong and any(place.folder.rglob("hub.log")):
            click.echo(f"What the hubs logged is in {place.folder}", err=True)
        else:
            shutil.rmtree(place.folder)
