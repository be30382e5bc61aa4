"""The URL of Redis is read as redis-py reads it, and never repeated with its password."""

import ssl

import pytest

from hubbub_server.broker.redis.address import read_url


def test_a_plain_url() -> None:
    address = read_url("redis://example.org")
    assert (address.host, address.port, address.database) == ("example.org", 6379, 0)
    assert (address.username, address.password, address.tls) == (None, None, None)


def test_a_full_url() -> None:
    address = read_url("redis://ada:p%40ss@[::1]:7000/3")
    assert (address.host, address.port, address.database) == ("::1", 7000, 3)
    assert (address.username, address.password) == ("ada", "p@ss")


def test_the_database_may_be_an_option() -> None:
    assert read_url("redis://example.org?db=4").database == 4


def test_a_unix_socket() -> None:
    address = read_url("unix://:word@/run/redis.sock?db=2")
    assert (address.path, address.database, address.password) == ("/run/redis.sock", 2, "word")
    assert address.place == "/run/redis.sock"


def test_rediss_is_tls_that_looks_at_the_certificate_and_its_name() -> None:
    tls = read_url("rediss://example.org").tls
    assert tls is not None
    assert (tls.verify_mode, tls.check_hostname) == (ssl.CERT_REQUIRED, True)


@pytest.mark.parametrize(
    ("options", "mode", "names"),
    [
        ("ssl_cert_reqs=none", ssl.CERT_NONE, False),
        ("ssl_cert_reqs=optional", ssl.CERT_OPTIONAL, True),
        ("ssl_check_hostname=false", ssl.CERT_REQUIRED, False),
    ],
)
def test_options_of_tls(options: str, mode: ssl.VerifyMode, names: bool) -> None:
    tls = read_url(f"rediss://example.org?{options}").tls
    assert tls is not None
    assert (tls.verify_mode, tls.check_hostname) == (mode, names)


def test_the_password_shows_nowhere() -> None:
    address = read_url("rediss://ada:secret@example.org")
    assert "secret" not in repr(address) + address.place


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("http://:secret@example.org", "must be empty, redis://"),
        ("redis://:secret@example.org:seven", "a whole number from 1 to 65,535 as the port"),
        (f"redis://:secret@{'x' * 70}", "a host whose parts have 1 to 63 characters"),
        ("redis://:secret@example.org/first", "a number as its path"),
        ("redis://:secret@example.org?db=first", "database is a number, not 'first'"),
        ("rediss://:secret@example.org?ssl_cert_reqs=some", "none, optional or required"),
        ("redis://:secret@example.org?timeout=5", "option 'timeout'.* may have db, username"),
        ("redis://:secret@example.org?ssl_cert_reqs=none", "option 'ssl_cert_reqs'"),
        ("rediss://:secret@example.org?socket_timeout=5", "may have .*ssl_cert_reqs"),
    ],
)
def test_what_is_wrong_is_a_sentence_without_the_password(url: str, says: str) -> None:
    with pytest.raises(ValueError, match=says) as refused:
        read_url(url)
    assert "secret" not in str(refused.value)
    assert refused.value.__cause__ is None
