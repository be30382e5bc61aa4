"""The command ``hubbub-load chaos``."""

import asyncio
import random
import secrets
import shutil
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from itertools import takewhile
from pathlib import Path
from tempfile import mkdtemp
from typing import TypedDict, Unpack

import click

from hubbub_load.chaos.figures import Figures, line_of
from hubbub_load.chaos.run import Cast, run_chaos
from hubbub_load.chaos.schedule import KINDS, MORTAL, Kind, endless, possible_kinds
from hubbub_load.chaos.small_disk import can_mount
from hubbub_load.chaos.town import HUB, start_hub, start_hubs
from hubbub_load.programs.served_hub import HubFailed

SHOWN: int = 20
"""So many complaints are printed."""


class ChaosOptions(TypedDict):
    """What can be said to ``hubbub-load chaos``."""

    seconds: float
    quiet: float
    seed: int | None
    hubs: int
    kinds: str | None
    program: str


@click.command("chaos")
@click.option(
    "--seconds",
    type=click.FloatRange(0),
    default=600.0,
    show_default=True,
    help="How long things break.",
)
@click.option(
    "--quiet",
    type=click.FloatRange(0, 600),
    default=60.0,
    show_default=True,
    help="Seconds after that in which nothing is written.",
)
@click.option("--seed", type=int, help="Decides what breaks, and when; chosen by chance else.")
@click.option(
    "--hubs",
    type=click.IntRange(1, 8),
    default=2,
    show_default=True,
    help="1: one hub on SQLite; more: on PostgreSQL and Redis.",
)
@click.option("--kinds", help="What breaks, by commas. [default: all that can]")
@click.option(
    "--program",
    default=HUB,
    show_default=True,
    help="The module that is run as a hub; another one must be able to die as it is told.",
)
def chaos_command(**options: Unpack[ChaosOptions]) -> None:
    """Start hubs of its own, break what they stand on while members write, and check all of it.

    One line is printed. The exit code is 0 if no promise was broken, else 1.
    """  # fmt: skip
    folder = Path(mkdtemp(prefix="hubbub-chaos-"))
    keep = True
    try:
        figures = _run(folder, options)
        keep = figures.wrong
    except (FileNotFoundError, HubFailed) as error:
        raise click.ClickException(str(error)) from error
    except click.UsageError:
        keep = False
        raise
    finally:
        if keep:
            click.echo(f"What the hubs logged is in {folder}", err=True)
        else:
            shutil.rmtree(folder)
    for sentence in [*figures.troubles, *figures.complaints][:SHOWN]:
        click.echo(sentence, err=True)
    click.echo(line_of(figures))
    sys.exit(1 if figures.wrong else 0)


def _run(folder: Path, options: ChaosOptions) -> Figures:
    hubs, program = options["hubs"], options["program"]
    possible = possible_kinds(
        hubs=hubs, mortal=program != HUB, small_disk=hubs == 1 and can_mount(folder)
    )
    kinds = _chosen(options["kinds"], possible)
    seed = secrets.randbelow(1_000_000) if options["seed"] is None else options["seed"]
    click.echo(f"seed {seed}; {', '.join(kinds)}", err=True)
    with ExitStack() as open_things:
        if hubs == 1:
            town = start_hub(open_things, folder, program)
        else:
            town = start_hubs(open_things, folder, hubs, program)
        return asyncio.run(
            run_chaos(
                town,
                _for_seconds(options["seconds"], endless(kinds, random.Random(seed))),  # noqa: S311
                Cast(quiet_s=options["quiet"]),
                seed=seed,
                show=lambda line: click.echo(line, err=True),
            )
        )


def _for_seconds(seconds: float, kinds: Iterator[Kind]) -> Iterator[Kind]:
    end = time.monotonic() + seconds
    return takewhile(lambda _: time.monotonic() < end, kinds)


def _chosen(asked: str | None, possible: Sequence[Kind]) -> Sequence[Kind]:
    """Return the kinds that are asked for, or all that are possible."""
    if asked is None:
        return possible
    words = [word.strip() for word in asked.split(",")]
    for word in words:
        if word in possible:
            continue
        if word not in KINDS:
            why = f"{word!r} is none of {', '.join(KINDS)}"
        elif word in MORTAL:
            why = f"{word} needs a --program that can die as it is told"
        else:
            why = f"{word} cannot be had with so many --hubs on this machine"
        raise click.BadParameter(why, param_hint="--kinds")
    return [kind for kind in KINDS if kind in words]
