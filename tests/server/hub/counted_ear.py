"""An ear that notices who is served in a circle."""

from tests.server.hub.ear import Ear


class CountedEar(Ear):
    """An ear that is not asked for room again and again while nothing can be served."""

    asked = 0

    async def drained(self) -> None:
        """Count; a task that never gives way would stop the whole hub."""
        self.asked += 1
        assert self.asked < 100, "served in a circle"
        await super().drained()
