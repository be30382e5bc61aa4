"""What of a room or direct channel the caller may see: how far, and without whom."""

from hubbub_server.actions.once import get_place
from hubbub_server.domain.caller import Caller
from hubbub_server.domain.places import Place, reach_of_reader, sees_everybody
from hubbub_server.store.blocks import is_screened
from hubbub_server.store.interface import Reading
from hubbub_server.store.sight import Sight


async def get_sight(reading: Reading, caller: Caller, stream: str) -> Sight:
    """Return what the caller may read of a room or direct channel, or raise."""
    place = await get_place(reading, caller, stream)
    return await sight_from(reading, caller, place, place.last_readable(reach_of_reader(place)))


async def sight_from(reading: Reading, caller: Caller, place: Place, until: int) -> Sight:
    """Return what one who may read up to a ``seq`` sees: not those whom a block hides."""
    if sees_everybody(place) or not await is_screened(reading, caller.member):
        return Sight(place.stream, until)
    return Sight(place.stream, until, viewer=caller.member)
