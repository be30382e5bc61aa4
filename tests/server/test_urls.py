"""URLs that hold passwords: shown without them, and refused where they cannot be meant."""

import pytest

from hubbub_server.urls import database_trouble, masked, redis_trouble


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("postgresql://hub:sesame@db/hubbub", "postgresql://hub:***@db/hubbub"),
        ("redis://:sesame@cache:6379/0", "redis://:***@cache:6379/0"),
        ("postgresql://hub:ses@me@db/hubbub", "postgresql://hub:***@db/hubbub"),
        ("postgresql://hub:ses/ame@db/hubbub", "postgresql://hub:***@db/hubbub"),
        ("postgresql://hub:ses#ame?@db/hubbub", "postgresql://hub:***@db/hubbub"),
        ("postgresql://hub:ses[ame@db/hubbub", "postgresql://hub:***@db/hubbub"),
        (
            "postgresql://db/hubbub?password=sesame&ssl=on",
            "postgresql://db/hubbub?password=***&ssl=on",
        ),
        ("postgresql://db/x?ssl=on&pass%77ord=sesame", "postgresql://db/x?ssl=on&pass%77ord=***"),
        ("unix:///run/redis.sock?PASSWORD=sesame", "unix:///run/redis.sock?PASSWORD=***"),
        ("postgresql://db/x?sslpassword=ses;ame#x", "postgresql://db/x?sslpassword=***"),
        ("postgresql://hub@db:5432/hubbub?ssl=on", "postgresql://hub@db:5432/hubbub?ssl=on"),
        ("sqlite:////srv/chat.db", "sqlite:////srv/chat.db"),
        ("", ""),
    ],
)
def test_a_password_is_masked_wherever_it_stands(url: str, shown: str) -> None:
    assert masked(url) == shown


@pytest.mark.parametrize(
    "url",
    [
        "sqlite:////srv/chat.db",
        "sqlite:///chat.db",
        "postgresql://localhost/hubbub",
        "postgresql://hub:sesame@[::1]:5433/hubbub?sslmode=require",
        "postgresql:///hubbub?host=/run/postgresql",
        "postgresql://hub:sesame@one.example:5432,two.example:5433/hubbub",
    ],
)
def test_a_database_is_a_file_or_a_postgresql(url: str) -> None:
    assert database_trouble(url) is None


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        ("sqlite:///", "sqlite:///PATH"),
        ("sqlite://chat.db", "sqlite:///PATH"),
        ("mysql://localhost/hubbub", "postgresql://"),
        ("postgres://localhost/hubbub", "postgresql://"),
        ("postgresql+asyncpg://localhost/hubbub", "postgresql://"),
        ("postgresql://localhost", "name one database"),
        ("postgresql://localhost/hub/bub", "name one database"),
        ("postgresql://localhost:many/hubbub", "a whole number from 1 to 65,535 as the port"),
        ("postgresql://localhost:/hubbub", "a whole number from 1 to 65,535 as the port"),
        ("postgresql://localhost:0/hubbub", "a whole number from 1 to 65,535 as the port"),
        ("postgresql://localhost:65536/hubbub", "a whole number from 1 to 65,535 as the port"),
        ("postgresql://one:5432,two:many/hubbub", "a whole number from 1 to 65,535 as the port"),
        ("postgresql://::1/hubbub", "in brackets"),
        ("postgresql://[::1/hubbub", "in a pair of brackets"),
        ("postgresql://localhost/hubbub#1", "no #"),
        ("postgresql://hub:ses/ame@localhost/hubbub", "%2F"),
        ("postgresql://hub:ses#ame@localhost/hubbub", "%23"),
        ("postgresql://hub:ses?ame@localhost/hubbub", "%3F"),
        ("postgresql://hub:ses[ame@localhost/hubbub", "%5B"),
    ],
)
def test_other_databases_are_refused_with_what_is_wanted_and_nothing_of_what_came(
    url: str, wanted: str
) -> None:
    assert "ses" not in (database_trouble(url) or "")
    assert wanted in (database_trouble(url) or "")


@pytest.mark.parametrize(
    "url",
    [
        "redis://localhost",
        "redis://:sesame@localhost:6379/3",
        "rediss://hub:sesame@[::1]:6380?ssl_cert_reqs=none",
        "unix:///run/redis.sock?db=2",
        "unix://:sesame@/run/redis@home.sock",
    ],
)
def test_redis_is_reached_plainly_or_by_tls_or_by_a_unix_socket(url: str) -> None:
    assert redis_trouble(url) is None


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        ("http://localhost:6379", "redis://, rediss:// or unix://"),
        ("localhost:6379", "redis://, rediss:// or unix://"),
        ("redis://:6379", "name the host"),
        ("redis://localhost:port", "a whole number from 1 to 65,535 as the port"),
        ("redis://localhost:70000", "a whole number from 1 to 65,535 as the port"),
        ("redis://:ses/ame@localhost", "%2F"),
        ("redis://localhost/first", "a number"),
        ("unix://", "name the socket"),
    ],
)
def test_other_forms_of_redis_are_refused(url: str, wanted: str) -> None:
    assert wanted in (redis_trouble(url) or "")
