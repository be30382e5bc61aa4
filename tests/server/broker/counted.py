"""What a metric counts while something happens."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from prometheus_client import Counter, Gauge

from hubbub_server.metrics import REGISTRY


def value_of(metric: Counter | Gauge) -> float:
    """Return the metric's value now."""
    (described,) = metric.describe()
    name = described.name + ("_total" if isinstance(metric, Counter) else "")
    value = REGISTRY.get_sample_value(name)
    assert value is not None, name
    return value


@contextmanager
def counted(metric: Counter | Gauge) -> Iterator[Callable[[], float]]:
    """Yield what tells by how much the metric has grown since."""
    before = value_of(metric)
    yield lambda: value_of(metric) - before
