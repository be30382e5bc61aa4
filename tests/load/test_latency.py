"""Three figures of many samples."""

from hubbub_load.latency import Latency, reckon_latency


def test_percentiles_are_values_that_occurred() -> None:
    hundred = [number / 1000 for number in range(1, 101)]
    assert reckon_latency(hundred) == Latency(100, 50.0, 99.0, 100.0)


def test_without_samples_everything_is_zero() -> None:
    assert reckon_latency([]) == Latency(0, 0.0, 0.0, 0.0)
