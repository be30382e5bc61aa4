"""The ``hubbub-load`` command: logs replayed, sends counted, hubs broken; slow readers; a demo."""

import asyncio
import sys
from pathlib import Path
from typing import BinaryIO, TypedDict, Unpack

import click
import msgspec

from hubbub_load.cast import Settings
from hubbub_load.chaos.command import chaos_command
from hubbub_load.demo.show import Show, show_on_own_hub, show_on_running_hub
from hubbub_load.demo.started_hub import HubEnded, Place
from hubbub_load.fast_loop import run_in_loop
from hubbub_load.log import LogError, LogMessage, read_log, write_line
from hubbub_load.plan import Order, Pace, count_outward_replies, make_plan
from hubbub_load.replay import replay
from hubbub_load.report import Report, make_report
from hubbub_load.sends.command import sends_command
from hubbub_load.slow_readers.command import slow_readers_command
from hubbub_load.synthetic import Size, make_log
from hubbub_load.table import render
from hubbub_load.terminal import ProgressLine, plain_words
from hubbub_protocol.codec import Encoding


class ReplayOptions(TypedDict):
    """What can be said to ``hubbub-load replay``."""

    hubs: tuple[str, ...]
    watchers: int
    rate: float | None
    speed: float | None
    skip: int
    limit: int | None
    order: Order
    encoding: Encoding
    seed: int
    as_json: bool


@click.group()
@click.version_option(package_name="hubbub")
def main() -> None:
    """Play conversations to a Hubbub hub and verify what arrives."""


@main.command("make-log")
@click.option("--seed", type=int, required=True, help="The same seed makes the same log.")
@click.option("--rooms", type=click.IntRange(1), default=5, show_default=True)
@click.option("--authors", type=click.IntRange(1), default=200, show_default=True)
@click.option("--messages", type=click.IntRange(1), default=10_000, show_default=True)
@click.option("--out", type=click.File("wb"), default="-", help="A file; standard output else.")
def make_log_command(seed: int, rooms: int, authors: int, messages: int, out: BinaryIO) -> None:
    """Write a synthetic log in the neutral format."""
    try:
        out.writelines(map(write_line, make_log(seed, Size(rooms, authors, messages))))
    except ValueError as error:
        raise click.ClickException(str(error)) from error


@main.command("replay")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--hub",
    "hubs",
    multiple=True,
    default=["http://127.0.0.1:8000"],
    show_default=True,
    help="The address of a hub; may be given several times.",
)
@click.option("--watchers", type=click.IntRange(1), default=50, show_default=True)
@click.option(
    "--rate",
    type=click.FloatRange(0, min_open=True),
    help="Messages a second, all rooms side by side. [default: 200]",
)
@click.option(
    "--speed",
    type=click.FloatRange(0, min_open=True),
    help="Instead of --rate: so many times as fast as it was written.",
)
@click.option("--skip", type=click.IntRange(0), default=0, help="Leave out so many first lines.")
@click.option("--limit", type=click.IntRange(1), help="Play at most so many messages.")
@click.option(
    "--order",
    type=click.Choice(["author", "log"]),
    default="author",
    show_default=True,
    help="Keep each author's order, or exactly the log's in every room (slower).",
)
@click.option(
    "--encoding", type=click.Choice(["msgpack", "json"]), default="msgpack", show_default=True
)
@click.option(
    "--seed", type=int, default=1, show_default=True, help="Decides who reconnects, and when."
)
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def replay_command(file: Path, **options: Unpack[ReplayOptions]) -> None:
    """Play the log FILE to a hub as its authors, watch it, and verify every delivery.

    The exit code is 0 if every message arrived once, in order and unaltered, else 1.
    """  # fmt: skip
    rate, speed = options["rate"], options["speed"]
    if rate is not None and speed is not None:
        raise click.UsageError("--rate and --speed exclude each other")
    pace = Pace(speed=speed) if speed is not None else Pace(messages_per_s=rate or 200.0)
    messages = _load(file, options["skip"], options["limit"])
    report = _run(
        messages,
        pace,
        Settings(
            tuple(dict.fromkeys(options["hubs"])),
            options["watchers"],
            options["seed"],
            options["order"],
            options["encoding"],
        ),
    )
    if options["as_json"]:
        click.echo(msgspec.json.format(msgspec.json.encode(report)))
    else:
        click.echo(render(report))
    sys.exit(1 if report.wrong else 0)


@main.command("demo")
@click.option("--hub", help="Fill this running hub instead of starting one.")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(1, 65_535), default=8000, show_default=True)
@click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("var/demo"),
    show_default=True,
    help="Where the started hub keeps its data.",
)
@click.option(
    "--pause",
    type=click.FloatRange(0),
    default=20.0,
    show_default=True,
    help="Seconds between two messages of the people who go on talking; 0: silence.",
)
def demo_command(hub: str | None, host: str, port: int, data: Path, pause: float) -> None:
    """Start a hub with a small community that talks, or fill a running one with it."""  # fmt: skip
    show = Show(click.echo, ProgressLine().show, pause)
    with plain_words():
        try:
            if hub is not None:
                run_in_loop(show_on_running_hub(hub, show))
            else:
                run_in_loop(show_on_own_hub(Place(host, port, data), show))
        except HubEnded as ended:
            sys.exit(ended.status)
        except (asyncio.CancelledError, KeyboardInterrupt):
            sys.exit(0)  # asked to stop, and the hub is stopped


def _load(file: Path, skip: int, limit: int | None) -> list[LogMessage]:
    try:
        with file.open("rb") as lines:
            everything = read_log(lines)
    except LogError as error:
        raise click.ClickException(f"{file}: {error}") from error
    messages = everything[skip:][:limit]
    if not messages:
        raise click.ClickException(f"{file}: no message is left of {len(everything):,}")
    authors = len({message.author for message in messages})
    outward = count_outward_replies(messages)
    click.echo(
        f"{len(messages):,} of {len(everything):,} messages, {authors:,} authors"
        + (f"; {outward:,} replies to what is left out become plain messages" if outward else ""),
        err=True,
    )
    return messages


def _run(messages: list[LogMessage], pace: Pace, settings: Settings) -> Report:
    plan = make_plan(messages, pace, settings.order)
    with plain_words():
        outcome = run_in_loop(replay(plan, settings, ProgressLine().show))
    return make_report(outcome)


main.add_command(chaos_command)
main.add_command(sends_command)
main.add_command(slow_readers_command)
