"""Contact codes: making them, asking by them, and when they hold no more."""

from hubbub_protocol.contact_codes import MakeContactCode
from hubbub_protocol.limits import MAX_CONTACT_CODES
from hubbub_protocol.members import Page
from hubbub_protocol.personal_connections import AskToConnect
from hubbub_server.actions import contact_codes
from hubbub_server.actions.connection_requests import ask_to_connect
from hubbub_server.actions.contact_codes import look_at_contact_code, make_contact_code
from hubbub_server.actions.operators import ban
from hubbub_server.domain.attempts import AttemptLimits
from hubbub_server.domain.caller import Caller
from tests.server.actions.circle import Circle
from tests.server.actions.scene import Scene, new_key, refusal
from tests.server.people import ADDRESS

HOUR_S = 3600


async def look(circle: Circle, code: str, address: str = ADDRESS) -> str:
    """Return the username behind a code."""
    shown = await look_at_contact_code(circle.desk, circle.door, code, address)
    return shown.member.username


async def test_one_who_has_the_code_sees_whose_it_is_and_asks_by_it(
    circle: Circle, anna: Caller, bo: Caller
) -> None:
    made = await circle.contact_code(anna)
    assert await look(circle, f" {made.code.upper()} ") == "anna"
    asked = await circle.ask(bo, code=made.code, opening="We met at the fair")
    assert asked.request is not None
    assert asked.request.member.username == "anna"
    (received,) = await circle.received(anna)
    assert (received.beginning.origin, received.beginning.room) == ("code", None)
    assert received.shared_rooms == []


async def test_a_code_is_used_up(
    scene: Scene, circle: Circle, anna: Caller, bo: Caller, cleo: Caller
) -> None:
    made = await circle.contact_code(anna, uses=1)
    await circle.ask(bo, code=made.code)
    assert await refusal(circle.ask(cleo, code=made.code)) == ("not_found", "code")
    assert await refusal(look(circle, made.code)) == ("not_found", "code")
    (shown,) = (await contact_codes.list_contact_codes(scene.desk, anna, Page())).contact_codes
    assert (shown.id, shown.label, shown.used) == (made.contact_code.id, "the fair", 1)


async def test_a_refused_request_uses_nothing_up(
    scene: Scene, circle: Circle, anna: Caller, bo: Caller
) -> None:
    made = await circle.contact_code(anna, uses=1)
    assert await refusal(circle.ask(anna, code=made.code)) == ("bad_request", "member")
    assert await refusal(circle.ask(bo, code=made.code, opening="www.x")) == (
        "bad_request",
        "opening",
    )
    assert (await circle.ask(bo, code=made.code)).request is not None


async def test_a_revoked_code_holds_no_more_and_its_requests_stay(
    scene: Scene, circle: Circle, anna: Caller, bo: Caller, cleo: Caller
) -> None:
    made = await circle.contact_code(anna, uses=None)
    key = new_key()
    asked = await circle.ask(bo, code=made.code, key=key)
    revoked = contact_codes.revoke_contact_code
    for other in (bo, cleo):
        refused = refusal(revoked(scene.desk, other, made.contact_code.id, new_key()))
        assert await refused == ("not_found", "contact_code")
    await revoked(scene.desk, anna, made.contact_code.id, new_key())
    assert await refusal(circle.ask(cleo, code=made.code)) == ("not_found", "code")
    assert len(await circle.received(anna)) == 1
    assert await circle.ask(bo, code=made.code, key=key) == asked
    page = await contact_codes.list_contact_codes(scene.desk, anna, Page())
    assert page.contact_codes == []


async def test_a_code_expires(scene: Scene, circle: Circle, anna: Caller) -> None:
    asked = MakeContactCode(lasts_s=HOUR_S)
    made = await make_contact_code(scene.desk, anna, asked, new_key())
    scene.clock.move(HOUR_S * 1_000_000 - 1)
    assert await look(circle, made.code) == "anna"
    scene.clock.move(1)
    assert await refusal(look(circle, made.code)) == ("not_found", "code")


async def test_the_code_of_a_banned_account_does_not_hold(
    scene: Scene, circle: Circle, anna: Caller, bo: Caller
) -> None:
    made = await circle.contact_code(anna)
    await ban(scene.desk, "anna", "")
    assert await refusal(look(circle, made.code)) == ("not_found", "code")
    assert await refusal(circle.ask(bo, code=made.code)) == ("not_found", "code")


async def test_guessing_codes_counts_against_the_address(
    scene: Scene, circle: Circle, anna: Caller, bo: Caller
) -> None:
    made = await circle.contact_code(anna)
    circle.door.attempts.limits = AttemptLimits(per_address=3)
    elsewhere = "198.51.100.7"
    for _ in range(5):
        await look(circle, made.code, elsewhere)  # which are no guesses
    for _ in range(3):
        assert await refusal(look(circle, "nonsense", elsewhere)) == ("not_found", "code")
    assert await refusal(look(circle, made.code, elsewhere)) == ("rate_limited", None)
    asked = AskToConnect(code=made.code)
    refused = refusal(
        ask_to_connect(scene.desk, circle.door, bo, asked, key=new_key(), address=elsewhere)
    )
    assert await refused == ("rate_limited", None)


async def test_so_many_codes_may_be_open_and_bots_have_none(
    scene: Scene, circle: Circle, anna: Caller
) -> None:
    for _ in range(MAX_CONTACT_CODES):
        scene.clock.move(1_000_000)
        await circle.contact_code(anna)
    assert await refusal(circle.contact_code(anna)) == ("conflict", None)
    await scene.room(anna)
    bot = await circle.bot(anna)
    assert await refusal(circle.contact_code(bot)) == ("forbidden", None)


async def test_a_repeated_key_gives_the_same_contact_code_a_new_code(
    scene: Scene, circle: Circle, anna: Caller
) -> None:
    key, asked = new_key(), MakeContactCode(label="card")
    first = await make_contact_code(scene.desk, anna, asked, key)
    second = await make_contact_code(scene.desk, anna, asked, key)
    assert first.contact_code == second.contact_code
    assert await look(circle, second.code) == "anna"
    assert await refusal(look(circle, first.code)) == ("not_found", "code")


async def test_a_label_is_short(scene: Scene, anna: Caller) -> None:
    asked = MakeContactCode(label="x" * 61)
    refused = refusal(make_contact_code(scene.desk, anna, asked, new_key()))
    assert await refused == ("bad_request", "label")


async def test_one_says_whom_one_asks_once(scene: Scene, circle: Circle, anna: Caller) -> None:
    for asked in (
        AskToConnect(),
        AskToConnect(member=scene.desk.new_id(), code="abc"),
    ):
        refused = refusal(
            ask_to_connect(scene.desk, circle.door, anna, asked, key=new_key(), address=ADDRESS)
        )
        assert await refused == ("bad_request", "member")
    assert await refusal(circle.ask(anna, code="abc", room=scene.desk.new_id())) == (
        "bad_request",
        "room",
    )
