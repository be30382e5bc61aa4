"""Opening a WebSocket: which requests are let in, and as whom."""

import pytest

from hubbub_protocol.errors import CloseCode
from hubbub_server.ws.handshake import EntryRules, Shaken, shake_hands

HEADERS = {
    "Host": "hub.example",
    "Upgrade": "websocket",
    "Connection": "Upgrade",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Protocol": "hubbub.v1.json",
}


def shake(path: str = "/ws", *, closed: bool = False, **changes: str | None) -> Shaken:
    headers = {**HEADERS, **{name.replace("_", "-"): value for name, value in changes.items()}}
    lines = [f"{name}: {value}" for name, value in headers.items() if value is not None]
    request = "\r\n".join([f"GET {path} HTTP/1.1", *lines, "", ""]).encode()
    return shake_hands(request, EntryRules("hubbub_token", "https://hub.example", closed))


def status(shaken: Shaken) -> int:
    return int(shaken.answer.split(b" ")[1])


def test_the_accept_header_answers_the_key_as_rfc_6455_says() -> None:
    assert b"Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n" in shake().answer


@pytest.mark.parametrize(
    ("offered", "encoding"),
    [
        ("hubbub.v1.json", "json"),
        ("hubbub.v1.msgpack", "msgpack"),
        ("hubbub.v1.json, hubbub.v1.msgpack", "msgpack"),
        ("chat, hubbub.v1.json", "json"),
    ],
)
def test_the_subprotocol_decides_the_encoding(offered: str, encoding: str) -> None:
    assert shake(Sec_WebSocket_Protocol=offered).encoding == encoding


@pytest.mark.parametrize("offered", ["chat", "hubbub.v2.xml", "hubbub.v2", "hubbub.vx.json", None])
def test_no_subprotocol_of_ours_is_a_bad_request(offered: str | None) -> None:
    shaken = shake(Sec_WebSocket_Protocol=offered)
    assert (status(shaken), shaken.encoding) == (400, None)


@pytest.mark.parametrize("target", ["/chat", "/ws/", "//[", "http://[hub/ws", "*"])
def test_another_path_is_not_found(target: str) -> None:
    assert status(shake(target)) == 404


@pytest.mark.parametrize("target", ["/ws?x=1", "http://hub.example/ws"])
def test_the_path_may_come_with_more_around_it(target: str) -> None:
    assert shake(target).encoding == "json"


def test_what_decides_who_comes_in_must_not_be_said_twice() -> None:
    for shaken in (
        shake(Host="hub.example\r\nHost: evil.example"),
        shake(Origin="https://evil.example\r\nOrigin: https://hub.example"),
    ):
        assert (status(shaken), shaken.encoding) == (400, None)


def test_a_draining_hub_takes_no_new_socket() -> None:
    assert status(shake(closed=True)) == 503


def test_an_old_version_of_websocket_is_refused() -> None:
    assert shake(Sec_WebSocket_Version="8").encoding is None


def test_bytes_that_are_no_request_are_refused() -> None:
    shaken = shake_hands(b"\x16\x03\x01\r\n\r\n", EntryRules("hubbub_token", "", closed=False))
    assert (status(shaken), shaken.encoding) == (400, None)


def test_the_cookie_signs_in_from_the_hubs_own_pages() -> None:
    shaken = shake(Cookie="a=b; hubbub_token=hub_secret", Origin="https://hub.example")
    assert shaken.cookie_token == "hub_secret"


@pytest.mark.parametrize("origin", ["https://evil.example", "null", None])
def test_the_cookie_with_a_foreign_origin_is_turned_away_by_4206(origin: str | None) -> None:
    shaken = shake(Cookie="hubbub_token=hub_secret", Origin=origin)
    assert (status(shaken), shaken.cookie_token) == (101, None)
    assert shaken.turned_away is not None
    assert shaken.turned_away.code == CloseCode.ORIGIN


@pytest.mark.parametrize(
    ("offered", "encoding"),
    [
        ("hubbub.v2.json", "json"),
        ("hubbub.v12.msgpack, chat", "msgpack"),
        ("hubbub.v0.json, hubbub.v2.msgpack", "json"),
    ],
)
def test_another_version_alone_is_turned_away_by_4202_in_its_encoding(
    offered: str, encoding: str
) -> None:
    shaken = shake(Sec_WebSocket_Protocol=offered)
    assert (status(shaken), shaken.encoding) == (101, encoding)
    assert shaken.turned_away is not None
    assert shaken.turned_away.code == CloseCode.VERSION
    assert "version 1" in shaken.turned_away.reason


def test_this_version_is_spoken_with_one_who_would_rather_speak_a_later_one() -> None:
    shaken = shake(Sec_WebSocket_Protocol="hubbub.v2.json, hubbub.v1.json")
    assert (shaken.encoding, shaken.turned_away) == ("json", None)


def test_a_program_without_the_cookie_needs_no_origin() -> None:
    shaken = shake(Origin="https://elsewhere.example")
    assert (shaken.encoding, shaken.cookie_token) == ("json", None)
