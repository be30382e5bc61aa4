"""Tokens and what is kept of them."""

from hubbub_server.domain.tokens import TOKEN_BYTES, hash_of, token_of


def test_a_token_is_recognisable_and_fits_into_a_header() -> None:
    token = token_of(bytes(range(TOKEN_BYTES)))
    assert token.startswith("hub_")
    assert token.isascii()
    assert len(token) == 47


def test_the_hash_tells_nothing_of_the_token_and_differs_with_every_character() -> None:
    token = token_of(bytes(TOKEN_BYTES))
    assert token.encode() not in hash_of(token)
    assert hash_of(token) != hash_of(token[:-1])
