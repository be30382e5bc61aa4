"""The command ``hubbub-load sends``."""

import sys
from typing import TypedDict, Unpack

import click
import msgspec

from hubbub_load.sends.cpu import read_cpu
from hubbub_load.sends.run import run_sends
from hubbub_load.sends.share import Load
from hubbub_load.sends.table import render_sends
from hubbub_load.terminal import ProgressLine, plain_words


class SendsOptions(TypedDict):
    """What can be said to ``hubbub-load sends``."""

    hubs: tuple[str, ...]
    senders: int
    seconds: float
    warm_up: float
    rooms: int
    in_flight: int
    watchers: int
    body_bytes: int
    processes: int
    hub_pids: tuple[int, ...]
    as_json: bool


@click.command("sends")
@click.option(
    "--hub",
    "hubs",
    multiple=True,
    default=["http://127.0.0.1:8000"],
    show_default=True,
    help="The address of a hub; may be given several times.",
)
@click.option("--senders", type=click.IntRange(1, 5_000), default=32, show_default=True)
@click.option(
    "--seconds",
    type=click.FloatRange(0.1, 3_600),
    default=10.0,
    show_default=True,
    help="How long acknowledgements are counted.",
)
@click.option(
    "--warm-up",
    type=click.FloatRange(0, 60),
    default=2.0,
    show_default=True,
    help="Seconds of sending before that, uncounted.",
)
@click.option(
    "--rooms",
    type=click.IntRange(1, 1_000),
    default=1,
    show_default=True,
    help="The senders of each hub are dealt out over so many rooms.",
)
@click.option(
    "--in-flight",
    type=click.IntRange(1, 1_000),
    default=8,
    show_default=True,
    help="Unanswered sends of each sender; a hub takes 32 unless told otherwise.",
)
@click.option(
    "--watchers",
    type=click.IntRange(0, 5_000),
    default=0,
    show_default=True,
    help="Members who receive every room; the senders receive none.",
)
@click.option("--body-bytes", type=click.IntRange(1, 8_000), default=128, show_default=True)
@click.option(
    "--processes",
    type=click.IntRange(1, 64),
    default=1,
    show_default=True,
    help="Of this tool, the senders divided among them.",
)
@click.option(
    "--hub-pid",
    "hub_pids",
    multiple=True,
    type=click.IntRange(1),
    help="The id of a program whose CPU time is read, with all that it started; several times.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def sends_command(**options: Unpack[SendsOptions]) -> None:
    """Count the durable sends a second that hubs acknowledge, each sender in a closed loop.

    The exit code is 0 if the streams hold exactly what was acknowledged, else 1.
    """  # fmt: skip
    load = Load(
        hubs=tuple(dict.fromkeys(options["hubs"])),
        senders=options["senders"],
        seconds=options["seconds"],
        warm_up_s=options["warm_up"],
        rooms=options["rooms"],
        in_flight=options["in_flight"],
        watchers=options["watchers"],
        body_bytes=options["body_bytes"],
        processes=options["processes"],
    )
    with plain_words():
        read_cpu(options["hub_pids"])  # whether they run, before anything is done
        report = run_sends(load, options["hub_pids"], ProgressLine().show)
    if options["as_json"]:
        click.echo(msgspec.json.format(msgspec.json.encode(report)))
    else:
        click.echo(render_sends(report))
    sys.exit(1 if report.wrong else 0)
