"""Sends to a real hub, by processes of the tool's own."""

import pytest
from click.testing import CliRunner

from hubbub_load.cli import main
from hubbub_load.sends.run import run_sends
from hubbub_load.sends.share import Load
from hubbub_load.waiting import NotReady
from tests.load.conftest import StartHub

pytestmark = pytest.mark.slow

UNLIMITED = (
    *("--sends-per-second", "1000000"),
    *("--send-burst", "1000000"),
    *("--new-account-sends-per-second", "1000000"),
)


@pytest.fixture(scope="module")
def hub(start_hub: StartHub) -> str:
    """A hub that lets its members write as fast as they can."""
    return start_hub(*UNLIMITED)


def test_the_streams_hold_exactly_what_was_acknowledged(hub: str) -> None:
    load = Load((hub,), senders=6, seconds=0.5, warm_up_s=0.2, rooms=2, in_flight=4, processes=2)
    report = run_sends(load, [], lambda *_: None)
    assert report.wrong == 0
    assert report.acknowledged == report.grown > report.counted.latency.count > 0


def test_watchers_on_every_address_receive_every_room(hub: str) -> None:
    hubs = hub, hub.replace("127.0.0.1", "localhost")  # two doors of one house
    load = Load(hubs, senders=4, seconds=0.5, warm_up_s=0, rooms=2, watchers=3)
    report = run_sends(load, [], lambda *_: None)
    assert report.wrong == 0
    assert report.delivered == 3 * report.grown > 0
    assert min(sends.per_s for sends in report.hubs.values()) > 0


def test_a_hub_that_limits_its_members_is_told_of(start_hub: StartHub) -> None:
    slow = start_hub("--sends-per-second", "1", "--send-burst", "3")
    words = ["--senders", "1", "--seconds", "0.5", "--warm-up", "0"]
    result = CliRunner().invoke(main, ["sends", "--hub", slow, *words])
    assert result.exit_code == 1
    assert "× rate_limited" in result.output
    assert "Raise the hub's limits" in result.output


def test_a_second_hub_that_is_not_there_ends_the_run_with_a_sentence(hub: str) -> None:
    load = Load((hub, "http://127.0.0.1:9"), senders=2, seconds=0.5, processes=2)
    with pytest.raises(
        NotReady, match=r"not every socket could be opened: http://127\.0\.0\.1:9: "
    ):
        run_sends(load, [], lambda *_: None)
