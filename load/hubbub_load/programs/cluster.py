"""Several hubs as an operator runs them: one PostgreSQL database and one Redis for all."""

from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from hubbub_load.programs.served_hub import GENEROUS, ServedHub


class ServedCluster:
    """Hubs of one installation, each a program that can be killed, stopped and started::

    with ServedCluster(tmp_path, postgres.new_database(), redis.url) as cluster:
        first, second = cluster.hubs
        first.kill()
        first.start()
    """

    def __init__(
        self,
        folder: Path,
        database_url: str,
        redis_url: str,
        *,
        hubs: int = 2,
        settings: Mapping[str, str] | None = None,
        program: str = "hubbub_server",
    ) -> None:
        self.database_url = database_url
        places = {"HUBBUB_DATABASE_URL": database_url, "HUBBUB_REDIS_URL": redis_url}
        self.hubs: list[ServedHub] = []
        for number in range(1, hubs + 1):
            own = folder / f"hub{number}"
            own.mkdir()
            self.hubs.append(ServedHub(own, {**GENEROUS, **places, **(settings or {})}, program))

    def __enter__(self) -> Self:
        try:
            for hub in self.hubs:
                hub.start()
        except BaseException:
            self.kill()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.kill()

    @property
    def set_up_token(self) -> str:
        """The token of the set-up link that holds: that of the hub that was started last."""
        return self.hubs[-1].set_up_token

    def kill(self) -> None:
        """End all hubs that run, as a power cut does."""
        for hub in self.hubs:
            hub.kill()
