"""Accounts: making them, changing the password, shutting them out and letting them in."""

from dataclasses import replace

from hubbub_protocol.accounts import AccountCard, AccountPage, ChangePassword, Register
from hubbub_protocol.errors import Refusal
from hubbub_protocol.events import AccountBanned, AccountUnbanned
from hubbub_protocol.limits import MAX_REASON
from hubbub_protocol.members import FindMembers, MemberKind
from hubbub_protocol.streams import CONTROL
from hubbub_server.actions.desk import Desk
from hubbub_server.actions.door import Door
from hubbub_server.actions.sign_ins import Granted, check_label, grant, revoke_all
from hubbub_server.domain.accounts import check_username, first_colour, skeleton, username_taken
from hubbub_server.domain.attempts import forgive_attempt, note_attempt
from hubbub_server.domain.caller import Caller
from hubbub_server.domain.community import invitation_needed, registration_closed
from hubbub_server.domain.credentials import check_password, wrong_password
from hubbub_server.domain.invitations import code_hash_of, no_such_invitation
from hubbub_server.domain.members import check_display_name, no_such_member, searchable
from hubbub_server.domain.pages import Cursor, cut, read_cursor
from hubbub_server.domain.texts import check_optional_line, words_of
from hubbub_server.store import accounts as stored
from hubbub_server.store.community import read_community
from hubbub_server.store.interface import NewEvent, Reading, Transaction
from hubbub_server.store.invitations import find_invitation, use_up


async def register(desk: Desk, door: Door, asked: Register, address: str) -> Granted:
    """Make a person's account and sign them in, where registration lets them."""
    new = new_account(desk, asked.username, asked.display_name, "person")
    password = check_password(asked.password, "password")
    label = check_label(asked.label)
    note_attempt(door.attempts, None, address, desk.clock.monotonic_s())
    async with desk.store.snapshot() as reading:  # before the costly hash
        await _require_registration(reading, asked, desk.clock.now_us())
        await require_free_name(reading, new)
    new = replace(new, password_hash=await door.passwords.hashed(password))
    async with desk.write(CONTROL) as transaction:
        invitation = await _require_registration(transaction, asked, transaction.now_us)
        account = await add_account(transaction, new)
        if invitation is not None and not await use_up(transaction, invitation):
            raise no_such_invitation("invitation")
        return await grant(desk, transaction, account, door.sign_in_days, label)


def new_account(
    desk: Desk, username: str, display_name: str, kind: MemberKind
) -> stored.NewAccount:
    """Check the names of an account that is to be made."""
    member = desk.new_id()
    name = check_username(username)
    shown = check_display_name(display_name)
    return stored.NewAccount(
        id=member,
        username=name,
        display_name=shown,
        avatar_colour=first_colour(member),
        kind=kind,
        search_text=searchable(name, shown, ()),
        skeleton=skeleton(name),
    )


async def add_account(transaction: Transaction, new: stored.NewAccount) -> stored.Account:
    """Make an account whose name is free.

    Needs ``control`` locked, so that two of one name cannot pass each other.
    """
    await require_free_name(transaction, new)
    await stored.insert_account(transaction, new)
    account = await stored.find_account(transaction, new.id)
    if account is None:
        raise LookupError(f"the account {new.id} was just made")
    return account


async def require_free_name(reading: Reading, new: stored.NewAccount) -> None:
    """Refuse a username that is taken or looks like one that is."""
    if await stored.is_taken(reading, new.username, new.skeleton):
        raise username_taken()


async def change_password(
    desk: Desk, door: Door, caller: Caller, asked: ChangePassword, address: str
) -> None:
    """Change the caller's password; every other sign-in of the account ends."""
    password = check_password(asked.new, "new")
    async with desk.store.snapshot() as reading:
        account = await stored.find_account(reading, caller.member)
    if account is None or account.password_hash is None:
        raise Refusal("forbidden", "A bot has no password, only tokens")
    note_attempt(door.attempts, account.username, address, desk.clock.monotonic_s())
    if not await door.passwords.matches(asked.current, account.password_hash):
        raise wrong_password()
    forgive_attempt(door.attempts, account.username, address)
    hashed = await door.passwords.hashed(password)
    async with desk.write(CONTROL) as transaction:
        now = await stored.find_account(transaction, caller.member)
        if now is None or now.password_hash != account.password_hash:
            raise wrong_password()  # it was changed while the hash was computed
        await stored.change_password_hash(transaction, caller.member, hashed)
        await revoke_all(transaction, caller.member, actor=caller.member, but=caller.sign_in)


async def list_accounts(desk: Desk, asked: FindMembers) -> AccountPage:
    """List all accounts, as the community's owner sees them."""
    after = read_cursor(asked.after)
    words = words_of(asked.text, "text")
    async with desk.store.snapshot() as reading:
        found = await stored.list_accounts(reading, words, after, asked.limit + 1)
    page, behind = cut(found, asked.limit, _cursor_of)
    return AccountPage(accounts=page, next=behind)


async def ban_account(desk: Desk, caller: Caller, member: str, reason: str) -> None:
    """Shut an account out of the community, as its owner; again has no effect."""
    if member == caller.member:
        raise Refusal("forbidden", "Owners cannot shut themselves out", field="member")
    async with desk.write(CONTROL) as transaction:
        account = await require_account(transaction, member)
        if account.role == "owner":
            raise Refusal("forbidden", "An owner cannot be shut out", field="member")
        await shut_out(transaction, account, reason, actor=caller.member)


async def unban_account(desk: Desk, caller: Caller, member: str) -> None:
    """Let an account in again, as the community's owner; again has no effect."""
    async with desk.write(CONTROL) as transaction:
        account = await require_account(transaction, member)
        await let_in(transaction, account, actor=caller.member)


async def shut_out(
    transaction: Transaction, account: stored.Account, reason: str, *, actor: str
) -> None:
    """Ban an account and the bots that it made, end their sign-ins and tell every hub.

    Needs ``control`` locked.
    """
    said = check_optional_line(reason, "reason", MAX_REASON)
    if account.banned:
        return
    await stored.shut_out(transaction, account.member, said)
    banned = AccountBanned(member=account.member)
    await transaction.append_events([NewEvent(CONTROL, actor, banned)])
    await revoke_all(transaction, account.member, actor=actor)
    for bot in await stored.list_bots(transaction, account.member):
        made = await require_account(transaction, bot.member.id)
        await shut_out(transaction, made, reason, actor=actor)


async def let_in(transaction: Transaction, account: stored.Account, *, actor: str) -> None:
    """Lift an account's ban and tell every hub; its bots stay out. Needs ``control`` locked."""
    if not account.banned:
        return
    await stored.let_in(transaction, account.member)
    unbanned = AccountUnbanned(member=account.member)
    await transaction.append_events([NewEvent(CONTROL, actor, unbanned)])


async def require_account(reading: Reading, member: str) -> stored.Account:
    """Return an account, or raise ``not_found``."""
    account = await stored.find_account(reading, member)
    if account is None:
        raise no_such_member()
    return account


async def _require_registration(reading: Reading, asked: Register, now_us: int) -> str | None:
    """Return the invitation by which one may register, None where it takes none, or raise."""
    registration = (await read_community(reading)).registration
    if registration == "closed":
        raise registration_closed()
    if registration == "open":
        return None
    if asked.invitation is None:
        raise invitation_needed()
    found = await find_invitation(reading, code_hash_of(asked.invitation), now_us)
    if found is None or not found.holds or found.room is not None:
        raise no_such_invitation("invitation")
    return found.id


def _cursor_of(card: AccountCard) -> Cursor:
    return Cursor(card.member.id, card.member.username)
