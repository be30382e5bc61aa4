"""Two hubs of one installation, on a real PostgreSQL and a real Redis."""

import pytest

from hubbub_load.cast import Settings
from hubbub_load.plan import Pace, make_plan
from hubbub_load.programs.postgres_server import PostgresServer
from hubbub_load.programs.redis_server import RedisServer
from hubbub_load.replay import replay
from hubbub_load.report import make_report
from hubbub_load.sends.run import run_sends
from hubbub_load.sends.share import Load
from hubbub_load.synthetic import Size, make_log
from hubbub_load.table import render
from tests.load.conftest import StartHub

pytestmark = pytest.mark.slow

UNLIMITED = (
    *("--sends-per-second", "1000000"),
    *("--send-burst", "1000000"),
    *("--new-account-sends-per-second", "1000000"),
)


@pytest.fixture(scope="module")
def hubs(start_hub: StartHub, postgres: PostgresServer, redis: RedisServer) -> tuple[str, ...]:
    """Two hubs that let their members write as fast as they can."""
    places = "--database-url", postgres.new_database(), "--redis-url", redis.url
    return start_hub(*places, *UNLIMITED), start_hub(*places, *UNLIMITED)


async def test_every_message_reaches_the_watchers_of_both_hubs_though_half_change_hubs(
    hubs: tuple[str, ...],
) -> None:
    log = list(make_log(5, Size(rooms=3, authors=16, messages=300)))
    plan = make_plan(log, Pace(messages_per_s=150))
    settings = Settings(hubs, watchers=6, seed=5, order="author")
    report = make_report(await replay(plan, settings, lambda *_: None))
    print(render(report))
    assert report.wrong == 0
    assert report.findings.delivered == report.expected == 1_800
    assert (report.author_reconnects, report.watcher_reconnects, report.moves) == (8, 3, 11)
    assert all(figures.acknowledged > 0 for figures in report.hubs.values())
    assert report.latencies["  on another hub"].count > 0


def test_what_two_hubs_acknowledge_at_once_is_in_the_streams_and_came_to_watchers_of_both(
    hubs: tuple[str, ...],
) -> None:
    load = Load(hubs, senders=8, seconds=0.5, warm_up_s=0.2, rooms=2, watchers=2)
    report = run_sends(load, [], lambda *_: None)
    assert report.wrong == 0
    assert report.delivered == 2 * report.grown > 0
    assert min(sends.per_s for sends in report.hubs.values()) > 0
