"""Where a request comes from: addresses behind proxies, and the origins of pages."""

from ipaddress import ip_network

import pytest

from hubbub_server.domain.origins import (
    Reachability,
    Whence,
    client_address,
    is_own_origin,
    is_secure,
)

PROXIED = Reachability(trusted_proxies=(ip_network("10.0.0.0/8"), ip_network("::1/128")))


@pytest.mark.parametrize(
    ("peer", "forwarded", "client"),
    [
        ("192.0.2.1", [], "192.0.2.1"),
        ("192.0.2.1", ["203.0.113.9"], "192.0.2.1"),
        ("10.0.0.1", ["203.0.113.9"], "203.0.113.9"),
        ("::1", ["203.0.113.9"], "203.0.113.9"),
        ("10.0.0.1", ["198.51.100.1", "203.0.113.9", " 10.2.3.4"], "203.0.113.9"),
        ("10.0.0.1", ["nonsense"], "nonsense"),
        ("", ["203.0.113.9"], ""),
    ],
)
def test_only_trusted_proxies_are_believed(peer: str, forwarded: list[str], client: str) -> None:
    assert client_address(PROXIED, Whence(peer, forwarded, "")) == client


def test_without_proxies_the_peer_is_the_client() -> None:
    assert client_address(Reachability(), Whence("10.0.0.1", ["192.0.2.1"], "")) == "10.0.0.1"


@pytest.mark.parametrize(
    ("reach", "peer", "proto", "secure"),
    [
        (Reachability("https://chat.example"), "192.0.2.1", "", True),
        (Reachability("http://chat.example"), "192.0.2.1", "https", False),
        (PROXIED, "10.0.0.1", "https", True),
        (PROXIED, "10.0.0.1", "http", False),
        (PROXIED, "192.0.2.1", "https", False),
        (Reachability(), "127.0.0.1", "https", False),
    ],
)
def test_https_is_what_the_public_url_or_a_trusted_proxy_says(
    reach: Reachability, peer: str, proto: str, secure: bool
) -> None:
    assert is_secure(reach, Whence(peer, [], proto)) is secure


@pytest.mark.parametrize(
    ("public_url", "origin", "host", "own"),
    [
        ("", "http://hub.test:8000", "hub.test:8000", True),
        ("", "https://hub.test", "hub.test", True),
        ("", "http://HUB.test:8000", "hub.test:8000", True),
        ("", "http://hub.test:8001", "hub.test:8000", False),
        ("", "http://evil.test", "hub.test", False),
        ("", "http://hub.test.evil.test", "hub.test", False),
        ("", "http://hub.test@evil.test", "hub.test", False),
        ("", "", "", False),
        ("", "null", "hub.test", False),
        ("", "chrome-extension://hub.test", "hub.test", False),
        ("https://chat.example", "https://chat.example", "10.0.0.1:8000", True),
        ("https://chat.example", "https://chat.example:443", "10.0.0.1:8000", True),
        ("https://chat.example", "http://chat.example", "chat.example", False),
        ("https://chat.example", "http://10.0.0.1:8000", "10.0.0.1:8000", False),
        ("https://chat.example", "http://[bad", "chat.example", False),
    ],
)
def test_a_page_is_our_own_by_its_origin(
    public_url: str, origin: str, host: str, own: bool
) -> None:
    assert is_own_origin(public_url, origin, host) is own
