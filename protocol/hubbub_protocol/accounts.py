"""Accounts, sign-ins, bots and the community, as HTTP requests and answers."""

from typing import Annotated, Literal

import msgspec
from msgspec import UNSET, UnsetType

from hubbub_protocol.ids import Id
from hubbub_protocol.members import CommunityRole, Me, MemberCard
from hubbub_protocol.streams import Microseconds

Registration = Literal["open", "invite", "closed"]
"""Who may make an account: anyone, who has an invitation into the community, or nobody."""

Secret = Annotated[str, msgspec.Meta(max_length=256)]


class Community(msgspec.Struct, frozen=True, kw_only=True):
    """What anyone may know of this installation."""

    name: str
    registration: Registration
    has_owner: bool
    """False until somebody has used the set-up link."""
    version: str
    """The version of the server program."""


class EditCommunity(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True,
                    omit_defaults=True):  # fmt: skip
    """Change the community, as its owner; absent fields stay."""

    name: str | UnsetType = UNSET
    registration: Registration | UnsetType = UNSET


class Register(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Make an account and sign in with it."""

    username: str
    display_name: str
    password: str
    cookie: bool = False
    """True: the token comes as an HttpOnly cookie, not in the answer."""
    label: Annotated[str, msgspec.Meta(max_length=64)] = ""
    """What the sign-in is called in one's list, for example the name of the browser."""
    invitation: Secret | None = None
    """The code of an invitation into the community; needed, and looked at, only where
    registration is by invitation."""


class SetUp(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Make the owner's account with the one-time token of the set-up link, and sign in."""

    token: Secret
    username: str
    display_name: str
    password: str
    community_name: str = "Hubbub"
    cookie: bool = False
    label: Annotated[str, msgspec.Meta(max_length=64)] = ""


class SignIn(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Sign in with username and password."""

    username: Annotated[str, msgspec.Meta(max_length=256)]
    password: str
    cookie: bool = False
    label: Annotated[str, msgspec.Meta(max_length=64)] = ""


class SignedIn(msgspec.Struct, frozen=True, kw_only=True):
    """The new sign-in. ``token`` is None where it came as a cookie."""

    me: Me
    sign_in: Id
    token: str | None
    expires_at: Microseconds


class SignInCard(msgspec.Struct, frozen=True, kw_only=True):
    """One of the caller's sign-ins."""

    id: Id
    label: str
    created_at: Microseconds
    last_used_at: Microseconds
    """Exact to some minutes."""
    expires_at: Microseconds
    current: bool
    """Whether this very request was made with it."""


class SignInList(msgspec.Struct, frozen=True, kw_only=True):
    """The caller's sign-ins that still hold, latest use first."""

    sign_ins: list[SignInCard]


class ChangePassword(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Change the caller's password; every other sign-in of the account ends."""

    current: str
    new: str


class MakeBot(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Make a bot, as an owner of the community or as a host or owner of some room."""

    username: str
    display_name: str


class Bot(msgspec.Struct, frozen=True, kw_only=True):
    """A bot and who made it."""

    member: MemberCard
    made_by: Id
    created_at: Microseconds
    banned: bool


class BotWithToken(msgspec.Struct, frozen=True, kw_only=True):
    """A bot and its new token, which is shown this once."""

    bot: Bot
    token: str
    expires_at: Microseconds


class BotList(msgspec.Struct, frozen=True, kw_only=True):
    """The bots that the caller may look after: all for an owner, else those they made."""

    bots: list[Bot]


class AccountCard(msgspec.Struct, frozen=True, kw_only=True):
    """An account as the community's owner sees it."""

    member: MemberCard
    role: CommunityRole
    created_at: Microseconds
    banned_at: Microseconds | None


class AccountPage(msgspec.Struct, frozen=True, kw_only=True):
    """A page of accounts by username."""

    accounts: list[AccountCard]
    next: str | None
