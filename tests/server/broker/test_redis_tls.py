"""Over TLS a hub speaks only to the Redis whose certificate it trusts."""

from collections.abc import AsyncIterator

import pytest
from structlog.testing import capture_logs

from hubbub_load.programs.redis_server import RedisServer
from tests.server.broker.listener import BREAD, publication, until
from tests.server.broker.redis_hubs import new_namespace, open_hub
from tests.servers.tls_front import Certificate, make_certificate, open_tls_front


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return make_certificate(tmp_path_factory.mktemp("tls"), "localhost")


@pytest.fixture
async def url(redis: RedisServer, certificate: Certificate) -> AsyncIterator[str]:
    async with open_tls_front(certificate, redis.port) as port:
        yield f"rediss://localhost:{port}"


async def speak_and_hear(url: str, plain: str) -> None:
    namespace = new_namespace()
    async with open_hub(url, namespace) as here, open_hub(plain, namespace) as there:
        await here.broker.listen(BREAD)
        await there.broker.listen(BREAD)
        here.broker.publish(publication(BREAD, 1))
        there.broker.publish(publication(BREAD, 2))
        await until(lambda: len(there.listener.seqs) == len(here.listener.seqs) == 2, "both hear")


async def reason_for_being_away(url: str) -> str:
    """Try to link and return what the log says of it."""
    with capture_logs() as said:
        async with open_hub(url, new_namespace(), there=False) as hub:
            await until(lambda: bool(said), "it is refused")
            assert hub.broker.away
    return str(said[0]["reason"])


async def test_a_certificate_that_is_trusted_opens_redis(
    redis: RedisServer, url: str, certificate: Certificate
) -> None:
    await speak_and_hear(f"{url}?ssl_ca_certs={certificate.certificate}", redis.url)


async def test_without_a_look_at_the_certificate_any_will_do(redis: RedisServer, url: str) -> None:
    await speak_and_hear(f"{url}?ssl_cert_reqs=none", redis.url)


async def test_a_certificate_that_nobody_vouches_for_is_not_trusted(url: str) -> None:
    assert "self-signed" in await reason_for_being_away(url)


async def test_a_certificate_for_another_name_is_not_trusted(
    url: str, certificate: Certificate
) -> None:
    other = url.replace("localhost", "127.0.0.1") + f"?ssl_ca_certs={certificate.certificate}"
    assert "IP address mismatch" in await reason_for_being_away(other)
