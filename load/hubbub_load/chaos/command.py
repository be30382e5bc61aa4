"""The command ``hubbub-load chaos``."""

import asyncio
import random
import secrets
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from itertools import takewhile
from pathlib import Path
from typing import TypedDict, Unpack

import click

from hubbub_load.chaos.figures import Figures, line_of
from hubbub_load.chaos.run import Cast, run_chaos
from hubbub_load.chaos.schedule import KINDS, MORTAL, OF_SERVERS, Kind, endless, possible_kinds
from hubbub_load.chaos.small_disk import can_mount
from hubbub_load.chaos.town import HUB, start_town
from hubbub_load.chaos.workplace import SHOWN, workplace


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
    help="How long things break. The start, the last repair and --quiet come on top.",
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

    One line is printed; what happens meanwhile goes to standard error. The exit code is 0 if no
    promise was broken and all came back, else 1.
    """  # fmt: skip
    with workplace("chaos") as place:
        figures, kinds = _run(place.folder, options)
        place.wrong = figures.wrong
    if untried := [kind for kind in kinds if kind not in figures.faults]:
        click.echo(f"so short that these never happened: {', '.join(untried)}", err=True)
    for sentence in [*figures.troubles, *figures.complaints][:SHOWN]:
        click.echo(sentence, err=True)
    click.echo(line_of(figures))
    sys.exit(1 if figures.wrong else 0)


def _run(folder: Path, options: ChaosOptions) -> tuple[Figures, Sequence[Kind]]:
    """Return what it came to, and what was to happen."""
    hubs, program = options["hubs"], options["program"]
    possible = possible_kinds(
        hubs=hubs, mortal=program != HUB, small_disk=hubs == 1 and can_mount(folder)
    )
    kinds = _chosen(options["kinds"], possible)
    seed = secrets.randbelow(1_000_000) if options["seed"] is None else options["seed"]
    click.echo(f"seed {seed}; {', '.join(kinds)}", err=True)
    with ExitStack() as open_things:
        town = start_town(open_things, folder, hubs, program)
        figures = asyncio.run(
            run_chaos(
                town,
                _for_seconds(options["seconds"], endless(kinds, random.Random(seed))),  # noqa: S311
                Cast(quiet_s=options["quiet"]),
                seed=seed,
                show=lambda line: click.echo(line, err=True),
            )
        )
    return figures, kinds


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
        elif word in OF_SERVERS:
            why = f"{word} needs several --hubs"
        else:
            why = f"{word} needs --hubs 1, and root, who may mount a small disk"
        raise click.BadParameter(why, param_hint="--kinds")
    return [kind for kind in KINDS if kind in words]
