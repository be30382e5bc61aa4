"""The settings: one declared list, read once from flags and the environment, passed as values.

Each field of :class:`Settings` is a setting: its flag is ``--name``, its variable ``HUBBUB_NAME``.
"""

import dataclasses
import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_network
from pathlib import Path
from typing import Final, TypeVar, get_args
from urllib.parse import urlsplit

from hubbub_protocol.accounts import Registration
from hubbub_protocol.limits import Limits
from hubbub_server.domain.attempts import AttemptLimits
from hubbub_server.domain.origins import Network, Reachability, origin_of
from hubbub_server.logs import LogFormat, LogLevel
from hubbub_server.urls import POSTGRESQL, SQLITE, database_trouble, masked, redis_trouble

T = TypeVar("T", str, int)
PREFIX: Final = "HUBBUB_"
_MOST: Final = 1_000_000_000


class BadSettingError(ValueError):
    """A setting has a value that cannot be; the sentence is meant for the operator."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What is said of a setting beside its name, type and default."""

    help: str
    least: int = 1
    most: int = _MOST
    choices: tuple[str, ...] = ()
    url: bool = False
    """Whether it is a URL, whose password is never shown."""


def _setting(default: T, rule: Rule) -> T:
    field: T = dataclasses.field(default=default, metadata={"rule": rule})
    return field


def _number(default: int, help_: str, least: int = 1, most: int = _MOST) -> int:
    return _setting(default, Rule(help_, least=least, most=most))


_LIMITS: Final = Limits()


@dataclass(frozen=True, kw_only=True)
class Settings:
    """All settings of a hub."""

    host: str = _setting("127.0.0.1", Rule("Address to listen on; 0.0.0.0 for all of IPv4"))
    port: int = _number(8000, "Port to listen on; 0 for any free one", 0, 65_535)
    data: str = _setting("var", Rule("Folder for what lasts, made if it is not there"))
    database_url: str = _setting(
        "",
        Rule(
            "Database; empty for hubbub.db in the data folder, sqlite:///PATH, or"
            " postgresql://USER:PASSWORD@HOST:PORT/DATABASE",
            url=True,
        ),
    )
    database_links: int = _number(8, "Most links of a hub to PostgreSQL, but for one", 3, 1000)
    redis_url: str = _setting(
        "",
        Rule(
            "Redis between several hubs, by redis://, rediss:// or unix://; empty for one hub",
            url=True,
        ),
    )
    public_url: str = _setting(
        "", Rule("Where browsers find the hub, such as https://chat.example", url=True)
    )
    trusted_proxies: str = _setting(
        "", Rule("Addresses or networks whose X-Forwarded headers are believed, by commas")
    )
    registration: str = _setting(
        "open",
        Rule("How one registers until an owner says so", choices=get_args(Registration)),
    )
    log_format: str = _setting(
        "auto", Rule("Form of the log; auto: text in a terminal", choices=get_args(LogFormat))
    )
    log_level: str = _setting("info", Rule("The least to be logged", choices=get_args(LogLevel)))
    ping_ms: int = _number(25_000, "Milliseconds between two pings of a socket", 1000, 3_600_000)
    sign_in_days: int = _number(90, "Days that a sign-in holds", most=3650)
    bot_token_days: int = _number(365, "Days that a bot's token holds", most=3650)
    sign_ins_per_minute: int = _number(
        AttemptLimits().per_account, "Failed sign-ins to one account a minute"
    )
    address_attempts_per_minute: int = _number(
        AttemptLimits().per_address,
        "Registrations, failed sign-ins and wrong codes from one address a minute",
    )
    argon2_time_cost: int = _number(2, "Passes of argon2id over its memory", most=100)
    argon2_memory_kib: int = _number(19_456, "Memory of argon2id for one password", 8, 4_194_304)
    frame_bytes: int = _number(_LIMITS.frame_bytes, "Longest frame of a client, in bytes", 1024)
    body: int = _number(_LIMITS.body, "Longest message, in characters", most=16_000)
    mentions: int = _number(_LIMITS.mentions, "Most members that one message mentions", most=100)
    hello_ms: int = _number(_LIMITS.hello_ms, "Milliseconds until a socket has said hello", 100)
    pong_ms: int = _number(_LIMITS.pong_ms, "Milliseconds to answer a ping", 100)
    unanswered: int = _number(_LIMITS.unanswered, "Most unanswered commands of a socket")
    sends_per_second: int = _number(
        _LIMITS.sends_per_second, "Messages and changes a second of a member"
    )
    send_burst: int = _number(_LIMITS.send_burst, "Messages and changes of a member at once")
    new_account_sends_per_second: int = _number(
        _LIMITS.new_account_sends_per_second, "The same a second, in the first 72 hours"
    )
    subscriptions: int = _number(_LIMITS.subscriptions, "Most streams of one socket")
    sockets: int = _number(_LIMITS.sockets, "Most sockets of one member")
    presence_members: int = _number(
        _LIMITS.presence_members, "Most members present in a room who are named, not only counted"
    )
    lag_ms: int = _number(
        1000, "Milliseconds that the hub may be behind its work and still let new sockets in", 10
    )

    @property
    def database_path(self) -> Path | None:
        """The file of the SQLite database; None: it is a PostgreSQL."""
        if self.database_url.startswith(POSTGRESQL):
            return None
        if self.database_url:
            return Path(self.database_url.removeprefix(SQLITE))
        return Path(self.data) / "hubbub.db"

    @property
    def database_shown(self) -> str:
        """Where the database is, as people may see it."""
        return str(self.database_path or masked(self.database_url))

    @property
    def limits(self) -> Limits:
        """The limits that clients are told."""
        return Limits(**{name: getattr(self, name) for name in Limits.__struct_fields__})

    @property
    def attempt_limits(self) -> AttemptLimits:
        """How often one may try to sign in."""
        return AttemptLimits(self.sign_ins_per_minute, self.address_attempts_per_minute)

    @property
    def reachability(self) -> Reachability:
        """How the outside reaches this hub."""
        return Reachability(self.public_url.rstrip("/"), _networks(self.trusted_proxies))

    def __repr__(self) -> str:
        shown = (f"{name}={shown_value(self, name)!r}" for name in RULES)
        return f"Settings({', '.join(shown)})"


RULES: Final[Mapping[str, Rule]] = {
    field.name: field.metadata["rule"] for field in dataclasses.fields(Settings)
}
"""What is said of each setting, by name."""


def read_settings(flags: Mapping[str, str | None], environment: Mapping[str, str]) -> Settings:
    """Read every setting: its flag, else its variable, else its default.

    Raises :class:`BadSettingError` with a sentence that names setting, limit and what came; also
    for a variable of ours that is no setting, since one that is misspelt would have no effect.
    """
    _refuse_unknown(environment)
    values: dict[str, str | int] = {}
    for field in dataclasses.fields(Settings):
        flag = flags.get(field.name)
        came = environment.get(variable_of(field.name)) if flag is None else flag
        if came is not None:
            values[field.name] = _parsed(field.name, came, isinstance(field.default, int))
    settings = Settings(**values)  # type: ignore[arg-type]  # each was parsed to its field's type
    _check_together(settings)
    return settings


def flag_of(name: str) -> str:
    """Return the flag of a setting."""
    return "--" + name.replace("_", "-")


def variable_of(name: str) -> str:
    """Return the environment variable of a setting."""
    return PREFIX + name.upper()


def shown_value(settings: Settings, name: str) -> str:
    """Return a value as people may see it: without the password of a URL."""
    value = str(getattr(settings, name))
    return masked(value) if RULES[name].url else value


def _refuse_unknown(environment: Mapping[str, str]) -> None:
    known = [variable_of(name) for name in RULES]
    for variable in sorted(environment):
        if variable.startswith(PREFIX) and variable not in known:
            name = variable.removeprefix(PREFIX).lower()
            near = difflib.get_close_matches(name, RULES, n=1)
            advice = (
                f"did you mean {variable_of(near[0])}?" if near else "`hubbub settings` shows all"
            )
            raise BadSettingError(f"{variable} is no setting; {advice}")


def _parsed(name: str, came: str, is_number: bool) -> str | int:
    rule = RULES[name]
    if is_number:
        if not came.isascii() or not came.isdecimal() or not rule.least <= int(came) <= rule.most:
            wanted = f"a whole number from {rule.least:,} to {rule.most:,}"
            raise _bad(name, f"must be {wanted}", came)
        return int(came)
    if rule.choices and came not in rule.choices:
        raise _bad(name, f"must be {' or '.join(rule.choices)}", came)
    if "\0" in came:
        raise _bad(name, "may not contain the character U+0000", came)
    return came


def _check_together(settings: Settings) -> None:
    if not settings.host:
        raise _bad("host", "must be an address", settings.host)
    if settings.database_url and (trouble := database_trouble(settings.database_url)):
        raise _bad("database_url", trouble, masked(settings.database_url))
    if settings.redis_url and (trouble := redis_trouble(settings.redis_url)):
        raise _bad("redis_url", trouble, masked(settings.redis_url))
    if settings.public_url and not _is_root(settings.public_url):
        shape = "must be http:// or https:// and a host, without a path"
        raise _bad("public_url", shape, masked(settings.public_url))
    if settings.pong_ms >= settings.ping_ms:
        raise _bad(
            "pong_ms", f"must be below ping_ms ({settings.ping_ms:,})", f"{settings.pong_ms}"
        )
    _networks(settings.trusted_proxies)


def _networks(listed: str) -> tuple[Network, ...]:
    try:
        return tuple(
            ip_network(item.strip(), strict=False) for item in listed.split(",") if item.strip()
        )
    except ValueError:
        raise _bad("trusted_proxies", "must be addresses or networks, by commas", listed) from None


def _is_root(url: str) -> bool:
    parts = urlsplit(url)
    extra = (parts.path.rstrip("/"), parts.query, parts.fragment, parts.username or "")
    return origin_of(url) is not None and not any(extra)


def _bad(name: str, wanted: str, came: str) -> BadSettingError:
    return BadSettingError(f"{flag_of(name)} ({variable_of(name)}) {wanted}, got {came[:200]!r}")
