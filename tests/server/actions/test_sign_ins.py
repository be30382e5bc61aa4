"""Signing in, coming back, and signing out."""

from pathlib import Path

import pytest

from hubbub_protocol.accounts import ChangePassword, MakeBot, SignIn
from hubbub_protocol.errors import Refusal
from hubbub_protocol.events import SignInsRevoked
from hubbub_server.actions.accounts import ban_account, change_password
from hubbub_server.actions.bots import make_bot
from hubbub_server.actions.desk import Desk
from hubbub_server.actions.door import DAY_US, Door
from hubbub_server.actions.sign_ins import (
    USE_NOTED_EVERY_US,
    Granted,
    Unrecognised,
    list_sign_ins,
    recognise,
    revoke_sign_in,
    sign_in,
    sign_out,
)
from tests.server.actions.control import told
from tests.server.people import ADDRESS, PASSWORD, People
from tests.server.store.hand_clock import HandClock


async def enter(desk: Desk, door: Door, username: str, password: str = PASSWORD) -> Granted:
    """Sign in from the one address of these tests."""
    return await sign_in(desk, door, SignIn(username=username, password=password), ADDRESS)


async def refusal_of(desk: Desk, door: Door, username: str, password: str) -> tuple[str, str]:
    """Return the code and sentence with which a sign-in is refused."""
    with pytest.raises(Refusal) as refused:
        await enter(desk, door, username, password)
    return refused.value.code, refused.value.detail


async def test_who_knows_the_password_is_signed_in(desk: Desk, door: Door, people: People) -> None:
    ada = await people.member("ada")
    granted = await enter(desk, door, "ada")
    known = await recognise(desk, granted.token)
    assert known.caller == granted.caller
    assert known.caller.member == ada.caller.member
    assert granted.caller.sign_in != ada.caller.sign_in


async def test_capitals_in_the_name_do_not_matter(desk: Desk, door: Door, people: People) -> None:
    ada = await people.member("ada")
    assert (await enter(desk, door, "Ada")).caller.member == ada.caller.member


async def test_unknown_names_wrong_passwords_and_bots_answer_alike(
    desk: Desk, door: Door, people: People
) -> None:
    owner = await people.owner("ada")
    await make_bot(desk, door, owner.caller, MakeBot(username="echo", display_name="Echo"))
    answers = {
        await refusal_of(desk, door, "ada", "not the password"),
        await refusal_of(desk, door, "nobody", PASSWORD),
        await refusal_of(desk, door, "echo", PASSWORD),
        await refusal_of(desk, door, "", ""),
        await refusal_of(desk, door, "\0" * 200, "\0"),
    }
    assert len(answers) == 1
    assert answers.pop()[0] == "unauthorized"


async def test_the_limit_on_attempts_does_not_tell_whether_the_account_exists(
    desk: Desk, door: Door, people: People
) -> None:
    await people.member("ada")
    of_ada = [await refusal_of(desk, door, "ada", "wrong password") for _ in range(5)]
    of_nobody = [await refusal_of(desk, door, "nobody", "wrong password") for _ in range(5)]
    assert of_ada == of_nobody
    assert [code for code, _ in of_ada] == ["unauthorized"] * 3 + ["rate_limited"] * 2


async def test_even_the_right_password_waits_once_too_many_were_wrong(
    desk: Desk, door: Door, people: People, clock: HandClock
) -> None:
    await people.member("ada")
    for _ in range(3):
        await refusal_of(desk, door, "ada", "wrong password")
    assert (await refusal_of(desk, door, "ada", PASSWORD))[0] == "rate_limited"
    clock.move(60_000_000)
    await enter(desk, door, "ada")


async def test_right_passwords_are_never_too_many(desk: Desk, door: Door, people: People) -> None:
    await people.member("ada")
    for _ in range(10):
        await enter(desk, door, "ada")


async def test_a_banned_account_learns_it_only_with_its_password(
    desk: Desk, door: Door, people: People
) -> None:
    owner, ada = await people.owner(), await people.member("ada")
    await ban_account(desk, owner.caller, ada.caller.member, "")
    assert (await refusal_of(desk, door, "ada", "wrong password"))[0] == "unauthorized"
    assert (await refusal_of(desk, door, "ada", PASSWORD))[0] == "forbidden"


async def test_a_sign_in_begins_and_ends_when_it_says(
    desk: Desk, people: People, clock: HandClock
) -> None:
    granted = await people.member("ada")
    assert granted.expires_at == clock.now_us() + 90 * DAY_US
    clock.move(90 * DAY_US)
    with pytest.raises(Unrecognised) as refused:
        await recognise(desk, granted.token)
    assert refused.value.why == "expired"


async def test_an_expired_sign_in_is_forgotten_with_the_next_one(
    desk: Desk, door: Door, people: People, clock: HandClock
) -> None:
    old = await people.member("ada")
    clock.move(91 * DAY_US)
    await enter(desk, door, "ada")
    with pytest.raises(Unrecognised) as refused:
        await recognise(desk, old.token)
    assert refused.value.why == "unknown"


async def test_the_last_use_is_noted_every_few_minutes(
    desk: Desk, people: People, clock: HandClock
) -> None:
    granted = await people.member("ada")
    made_at = clock.now_us()
    noted = []
    for _ in range(3):
        clock.move(USE_NOTED_EVERY_US - 1)
        await recognise(desk, granted.token)
        (card,) = (await list_sign_ins(desk, granted.caller)).sign_ins
        noted.append(card.last_used_at - made_at)
    assert noted == [0, 2 * (USE_NOTED_EVERY_US - 1), 2 * (USE_NOTED_EVERY_US - 1)]


async def test_a_token_and_a_password_are_nowhere_in_the_database(
    people: People, tmp_path: Path
) -> None:
    granted = await people.member("ada")
    kept = _bytes_under(tmp_path)
    assert granted.caller.sign_in.encode() in kept, "this is where sign-ins are kept"
    assert granted.token.encode() not in kept
    assert PASSWORD.encode() not in kept


async def test_signing_out_ends_the_sign_in_and_tells_every_hub(desk: Desk, people: People) -> None:
    ada = (await people.member("ada")).caller
    await sign_out(desk, ada)
    revoked = SignInsRevoked(member=ada.member, sign_ins=(ada.sign_in,))
    assert await told(desk) == [(ada.member, revoked)]


async def test_a_sign_in_ends_once(desk: Desk, people: People) -> None:
    ada = (await people.member("ada")).caller
    await sign_out(desk, ada)
    with pytest.raises(Refusal) as refused:
        await revoke_sign_in(desk, ada, ada.sign_in)
    assert refused.value.code == "not_found"


async def test_a_password_that_changes_meanwhile_lets_nobody_in(
    desk: Desk, door: Door, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = await people.member("ada")
    matches = type(door.passwords).matches

    async def slowly(passwords: object, password: str, hashed: str | None) -> bool:
        answer = await matches(door.passwords, password, hashed)
        monkeypatch.undo()
        change = ChangePassword(current=PASSWORD, new="another horse")
        await change_password(desk, door, ada.caller, change, ADDRESS)
        return answer

    monkeypatch.setattr(type(door.passwords), "matches", slowly)
    assert (await refusal_of(desk, door, "ada", PASSWORD))[0] == "unauthorized"


def _bytes_under(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.glob("hubbub.db*"))
