"""Messages that have hurt a server somewhere, once: each closes the socket with 4203."""

from typing import Final

_DEEP: Final = 30_000

JSON: Final = {
    "nothing": b"",
    "blanks": b" \n\t ",
    "a mark before it": b'\xef\xbb\xbf{"t":"pong"}',
    "UTF-16": '{"t":"pong"}'.encode("utf-16"),
    "half a map": b'{"t":"pong"',
    "two maps": b'{"t":"pong"}{"t":"pong"}',
    "a comma too many": b'{"t":"pong",}',
    "single quotes": b"{'t':'pong'}",
    "a comment": b'{"t":"pong"}// hello',
    "not a number": b'{"t":"typing","seq":NaN}',
    "infinity": b'{"t":"typing","seq":-Infinity}',
    "more than any number": b'{"t":"mark_read","seq":1e999}',
    "a number of many digits": b'{"t":"mark_read","seq":%b}' % (b"9" * 100_000),
    "half a surrogate": b'{"t":"typing","stream":"\\ud800"}',
    "a raw control character": b'{"t":"typing","stream":"\x00"}',
    "a name that is no text": b'{7:"pong"}',
    "lists in lists": b"[" * _DEEP + b"]" * _DEEP,
    "lists without end": b"[" * (4 * _DEEP),
    "maps in maps": b'{"t":' * _DEEP + b"1" + b"}" * _DEEP,
    "a list of nothing": b"[]",
    "a command and a number": b'[{"t":"pong"},7]',
    "a list in a list": b'[[{"t":"pong"}]]',
    "33 commands": b"[" + b",".join([b'{"t":"pong"}'] * 33) + b"]",
    "a text": b'"pong"',
    "null": b"null",
}

MSGPACK: Final = {
    "nothing": b"",
    "an unused code": b"\xc1",
    "half a map": b"\x82\xa1t\xa4pong",
    "two maps": b"\x81\xa1t\xa4pong\x81\xa1t\xa4pong",
    "a list of four thousand million": b"\xdd\xff\xff\xff\xff",
    "a map of four thousand million": b"\xdf\xff\xff\xff\xff",
    "a text of four thousand million": b"\xdb\xff\xff\xff\xffabc",
    "bytes of four thousand million": b"\xc6\xff\xff\xff\xffabc",
    "an extension of four thousand million": b"\xc9\xff\xff\xff\xff\x01abc",
    "an extension": b"\xd4\x01\x00",
    "a time": b"\xd6\xff\x00\x00\x00\x00",
    "text that is not UTF-8": b"\x81\xa1t\xa4\xff\xfe\xfd\xfc",
    "a list as a name": b"\x81\x90\xa4pong",
    "a map as a name": b"\x81\x80\xa4pong",
    "lists in lists": b"\x91" * _DEEP + b"\xc0",
    "lists without end": b"\x91" * (4 * _DEEP),
    "maps in maps": b"\x81\xa1t" * _DEEP + b"\xc0",
    "a list of nothing": b"\x90",
    "a command and nothing": b"\x92\x81\xa1t\xa4pong\xc0",
    "33 commands": b"\xdc\x00\x21" + b"\x81\xa1t\xa4pong" * 33,
    "a text": b"\xa4pong",
    "null": b"\xc0",
}
