"""The command ``hubbub-load slow-readers``."""

import random
import secrets
import sys
from contextlib import ExitStack
from typing import TypedDict, Unpack

import click

from hubbub_load.chaos.town import HUB, Town, start_town
from hubbub_load.chaos.workplace import SHOWN, Workplace, workplace
from hubbub_load.fast_loop import run_in_loop
from hubbub_load.slow_readers.absence import AbsenceTerms, run_absence
from hubbub_load.slow_readers.figures import AbsenceFigures, MuteFigures, Verdict
from hubbub_load.slow_readers.mutes import MuteTerms, run_mutes
from hubbub_load.slow_readers.room import sign_up_members
from hubbub_load.slow_readers.table import (
    lines_of_absence,
    lines_of_mutes,
    lines_of_others,
    lines_of_verdict,
)
from hubbub_load.terminal import plain_words


class SlowReadersOptions(TypedDict):
    """What can be said to ``hubbub-load slow-readers``."""

    hubs: int
    readers: int
    messages: int
    silence: float
    missed: int
    calm: float
    rate: float
    listeners: int
    seed: int | None
    program: str


@click.command("slow-readers")
@click.option(
    "--hubs",
    type=click.IntRange(1, 8),
    default=2,
    show_default=True,
    help="1: one hub on SQLite; more: on PostgreSQL and Redis.",
)
@click.option(
    "--readers",
    type=click.IntRange(1, 100),
    default=20,
    show_default=True,
    help="Who stop reading, evenly at all hubs.",
)
@click.option(
    "--messages",
    type=click.IntRange(1, 10_000),
    default=1_000,
    show_default=True,
    help="Of 4 KB each, 250 a second, that pass as soon as they have stopped.",
)
@click.option(
    "--silence",
    type=click.FloatRange(1, 3_600),
    default=120.0,
    show_default=True,
    help="Seconds in which they do not read, at least; and until they are closed.",
)
@click.option(
    "--missed",
    type=click.IntRange(1, 10_000_000),
    default=100_000,
    show_default=True,
    help="Events that one misses who is away.",
)
@click.option(
    "--calm",
    type=click.FloatRange(1, 3_600),
    default=30.0,
    show_default=True,
    help="Seconds before each, to compare with.",
)
@click.option(
    "--rate",
    type=click.FloatRange(0.1, 1_000),
    default=30.0,
    show_default=True,
    help="Short messages a second that the others exchange all the time.",
)
@click.option(
    "--listeners",
    type=click.IntRange(1, 1_000),
    default=6,
    show_default=True,
    help="Who read as they should, evenly at all hubs.",
)
@click.option("--seed", type=int, help="Decides what is said; chosen by chance else.")
@click.option("--program", default=HUB, show_default=True, help="The module that is run as a hub.")
def slow_readers_command(**options: Unpack[SlowReadersOptions]) -> None:
    """Start hubs of its own; let members stop reading, and one be away, among others who talk.

    What each costs the hubs and the others is printed, and all that came is compared with the
    database. The exit code is 0 if everybody has what it holds, else 1.
    """  # fmt: skip
    seed = secrets.randbelow(1_000_000) if options["seed"] is None else options["seed"]
    click.echo(f"seed {seed}", err=True)
    with workplace("slow-readers") as place, plain_words():
        mutes, absence = _run(place, options, random.Random(seed))  # noqa: S311 - to be known
        verdict = Verdict(
            mutes.verdict.complaints + absence.verdict.complaints,
            mutes.verdict.troubles + absence.verdict.troubles,
        )
        place.wrong = bool(verdict.complaints or verdict.troubles)
    for sentence in [*verdict.troubles, *verdict.complaints][:SHOWN]:
        click.echo(sentence, err=True)
    rows = {
        "before they stop reading": mutes.before,
        "while they do not read": mutes.meanwhile,
        "before the return": absence.before,
        "while the returned catches up": absence.meanwhile,
    }
    for lines in (
        lines_of_mutes(mutes),
        lines_of_absence(absence),
        lines_of_others(rows),
        lines_of_verdict(verdict),
    ):
        click.echo("\n".join(lines) + "\n")
    sys.exit(1 if place.wrong else 0)


def _run(
    place: Workplace, options: SlowReadersOptions, chance: random.Random
) -> tuple[MuteFigures, AbsenceFigures]:
    hubs, calm_s, per_s = options["hubs"], options["calm"], options["rate"]

    async def play(town: Town) -> tuple[MuteFigures, AbsenceFigures]:
        members = await sign_up_members(town, options["listeners"])
        click.echo("readers stop reading", err=True)
        mute_terms = MuteTerms(
            readers=options["readers"],
            messages=options["messages"],
            silence_s=options["silence"],
            calm_s=calm_s,
            per_s=per_s,
        )
        mutes = await run_mutes(town, members, mute_terms, chance)
        click.echo("one is away", err=True)
        terms = AbsenceTerms(options["missed"], calm_s, per_s)
        return mutes, await run_absence(town, members, terms, chance)

    with ExitStack() as open_things:
        town = start_town(open_things, place.folder, hubs, options["program"])
        return run_in_loop(play(town))
