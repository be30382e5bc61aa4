"""All that is left to chance, decided by a seed: ids, tokens, waits, sweeps, the order of sets.

The last takes a program that was started with ``PYTHONHASHSEED``; see the command.
"""

import gc
import random
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch


@contextmanager
def determined(seed: int) -> Iterator[None]:
    """Let the same seed be the same world, for the time of a block."""
    chance = random.Random(seed)
    state = random.getstate()
    random.seed(seed)
    swept = gc.isenabled()
    gc.disable()  # a sweep ends what it reaches, whenever it comes
    with (
        patch.object(secrets, "randbits", chance.getrandbits),
        patch.object(secrets, "token_bytes", chance.randbytes),
        patch.object(secrets, "token_hex", lambda size: chance.randbytes(size).hex()),
    ):
        try:
            yield
        finally:
            random.setstate(state)
            if swept:
                gc.enable()
