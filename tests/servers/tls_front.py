"""TLS in front of a server that has none, with a certificate of the tests' own."""

import asyncio
import ssl
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hubbub_load.programs.finding import find_program, free_port

_NEW_CERTIFICATE: Final = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2"
_PIECE: Final = 65_536


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate that vouches for itself, and its key."""

    certificate: Path
    key: Path


def make_certificate(folder: Path, host: str) -> Certificate:
    """Make a certificate for a host with the openssl program."""
    made = Certificate(folder / "certificate.pem", folder / "key.pem")
    words = [str(find_program("openssl")), *_NEW_CERTIFICATE.split(), "-subj", f"/CN={host}"]
    words += ["-addext", f"subjectAltName=DNS:{host}"]
    words += ["-out", str(made.certificate), "-keyout", str(made.key)]
    subprocess.run(words, check=True, capture_output=True)
    return made


@asynccontextmanager
async def open_tls_front(certificate: Certificate, port: int) -> AsyncIterator[int]:
    """Take TLS off on a port of its own, which is yielded, and pass what is in it to `port`."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        inner_reader, inner_writer = await asyncio.open_connection("127.0.0.1", port)
        await asyncio.gather(_pass_on(reader, inner_writer), _pass_on(inner_reader, writer))

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate.certificate, certificate.key)
    front = free_port()
    async with await asyncio.start_server(serve, "127.0.0.1", front, ssl=context):
        yield front


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while data := await reader.read(_PIECE):
            writer.write(data)
            await writer.drain()
    except OSError:
        pass  # one side went without a word: the other learns it now
    finally:
        writer.close()
