"""People settings: their defaults, changing them, and what only bots may say."""

from hubbub_protocol.events import PeopleSettingsChanged
from hubbub_protocol.personal_connections import EditPeopleSettings, PeopleSettings
from hubbub_server.actions.people_settings import get_people_settings
from hubbub_server.domain.caller import Caller
from tests.server.actions.circle import Circle
from tests.server.actions.scene import Scene, refusal


async def test_everything_that_shows_one_to_others_is_off_at_first(
    scene: Scene, anna: Caller
) -> None:
    assert await get_people_settings(scene.desk, anna) == PeopleSettings(
        openings="allowed", suggestions=False, bridges=False, mutual=False, accept_requests=False
    )


async def test_fields_that_are_not_named_stay(
    scene: Scene, circle: Circle, anna: Caller, bo: Caller
) -> None:
    await circle.set(anna, EditPeopleSettings(openings="off", mutual=True))
    await circle.set(anna, EditPeopleSettings(suggestions=True))
    expected = PeopleSettings(openings="off", mutual=True, suggestions=True)
    assert await get_people_settings(scene.desk, anna) == expected
    assert await get_people_settings(scene.desk, bo) == PeopleSettings()


async def test_a_change_is_told_to_ones_other_devices(
    scene: Scene, circle: Circle, anna: Caller
) -> None:
    await circle.set(anna, EditPeopleSettings(openings="off"))
    assert await scene.inbox_of(anna) == [PeopleSettingsChanged()]
    await circle.set(anna, EditPeopleSettings(openings="off"))
    assert await scene.inbox_of(anna) == [PeopleSettingsChanged()]


async def test_only_bots_accept_requests_as_they_come(
    scene: Scene, circle: Circle, anna: Caller
) -> None:
    refused = refusal(circle.set(anna, EditPeopleSettings(accept_requests=True)))
    assert await refused == ("forbidden", "accept_requests")
    await circle.set(anna, EditPeopleSettings(accept_requests=False))
    await scene.room(anna)
    bot = await circle.bot(anna)
    await circle.set(bot, EditPeopleSettings(accept_requests=True))
    assert (await get_people_settings(scene.desk, bot)).accept_requests
