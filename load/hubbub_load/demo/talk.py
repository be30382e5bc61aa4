"""The demo's people go on talking, slowly, while somebody looks on."""

import asyncio
import random
from collections.abc import Callable, Sequence
from typing import Final

from hubbub_load.demo.fill import Neighbourhood
from hubbub_load.demo.story import DemoLine
from hubbub_load.http_api import HttpApi
from hubbub_protocol.messages import WriteMessage, Written

CHARACTERS_PER_S: Final = 25
"""How fast they type; quick, so that a newcomer does not wait for long."""


async def talk(
    api: HttpApi,
    there: Neighbourhood,
    lines: Sequence[DemoLine],
    pause_s: float,
    said: Callable[[], None],
) -> None:
    """Say the lines one after another, about ``pause_s`` apart, each after showing typing.

    ``said`` is called after each. Raises as :meth:`~hubbub_load.http_api.HttpApi.ask` does.
    """
    for line in lines:
        await asyncio.sleep(pause_s * random.uniform(0.5, 1.5))  # noqa: S311 - only for variety
        token, path = there.tokens[line.by], {"stream": there.streams[line.room]}
        await api.ask("show_typing", type(None), token=token, path=path)
        await asyncio.sleep(min(pause_s, len(line.text) / CHARACTERS_PER_S))
        body = WriteMessage(body=line.text)
        await api.ask("write_message", Written, body=body, token=token, path=path)
        said()
