"""What load balancers and operators ask."""

from dataclasses import replace

import httpx

from hubbub_server.http.application import HttpParts, build_http
from tests.server.http.program import ORIGIN, Program, refused


async def test_a_hub_that_runs_is_alive_and_ready(program: Program) -> None:
    answer = await program.client.get("/health/live")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
    answer = await program.client.get("/health/ready")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok", "broker": "live"})


async def test_a_hub_about_to_stop_is_alive_but_not_ready(application: HttpParts) -> None:
    draining = replace(application, is_draining=lambda: True)
    transport = httpx.ASGITransport(build_http(draining))
    async with httpx.AsyncClient(transport=transport, base_url=ORIGIN) as client:
        assert (await client.get("/health/live")).status_code == 200
        assert refused(await client.get("/health/ready")) == (503, "unavailable", None)


async def test_requests_are_counted_by_operation_and_status(program: Program) -> None:
    await program.ask("GET", "/community")
    answer = await program.client.get("/metrics")
    assert answer.headers["Content-Type"].startswith("text/plain; version=0.0.4")
    counted = 'hubbub_http_requests_total{operation="get_community",status="200"}'
    assert counted in answer.text


async def test_every_metric_is_exposed_with_its_help(program: Program) -> None:
    text = (await program.client.get("/metrics")).text
    named = {line.split()[2] for line in text.splitlines() if line.startswith("# TYPE")}
    helped = {line.split()[2] for line in text.splitlines() if line.startswith("# HELP")}
    assert named == helped
    assert all(name.startswith("hubbub_") for name in named)
    assert {"hubbub_sockets", "hubbub_deliveries_total"} <= named
