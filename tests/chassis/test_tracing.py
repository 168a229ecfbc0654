"""Traces: off without a collector; with one, they tell routes and times, and nothing typed."""

import asyncio
import socket
import subprocess
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass

import httpx2
import pytest
import pytest_asyncio

from deploy.embedded.ports import free_port
from services.chassis.application.application import build_app
from services.chassis.observability import tracing
from services.chassis.observability.trace_collection import collected
from tests.chassis.notebook import notebook
from tests.chassis.notebook.pages import router
from tests.chassis.site import Site, a_note, served
from tests.support import web
from tests.support.otlp import Collector, Received, collector
from tests.support.portal import KnownSessions
from tests.support.services import ServiceDatabases
from tests.support.waiting import PATIENCE_SECONDS, eventually

SPANS = 2_000


@dataclass
class Traced:
    """What somebody did on the notebook, and the spans that told it."""

    collector: Collector
    trace_header: str | None
    statuses: list[int]

    def one(self, name: str) -> Received:
        [span] = self.collector.named(name)
        return span

    def transaction_in(self, name: str) -> Received:
        around = self.one(name)
        [span] = [s for s in self.collector.named("transaction") if s.parent_id == around.span_id]
        return span


@pytest_asyncio.fixture
async def traced(notebooks: ServiceDatabases) -> AsyncIterator[Traced]:
    """Somebody reads, writes, is refused and meets a bug; then the service stops."""
    service = notebook(router)
    await notebooks.migrate(service)
    await notebooks.empty(service.name)
    async with collector() as receiving:
        settings = notebooks.settings.replaced(otlp_endpoint=receiving.address)
        async with served(service, settings) as site:
            statuses = await _visit(site)
            superuser = await notebooks.superuser(service.name)
            header = await superuser.fetchval("SELECT headers ->> 'ce-traceparent' FROM journal")
            await superuser.close()
        yield Traced(receiving, header, statuses)


async def _visit(site: Site) -> list[int]:
    bureau = await site.signed_in()
    answers = [
        await bureau.post("/notes", data=a_note("Visite de Zéphyrine")),
        await bureau.post("/notes", data=a_note("interdit")),
        await bureau.get("/notes?q=Zéphyrine"),
        await bureau.get("/notes/panne"),
        await bureau.get("/notes/nulle/part"),
        await bureau.request("ZEPHYRINE", "/notes"),
    ]
    return [answer.status_code for answer in answers]


def test_nothing_of_it_is_loaded_without_a_collector() -> None:
    code = (
        "import sys, deploy.supervisor.web, deploy.services\n"
        "heavy = ('opentelemetry.sdk', 'opentelemetry.exporter')\n"
        "assert not [name for name in sys.modules if name.startswith(heavy)]\n"
    )

    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


def test_without_a_collector_every_span_is_one_shared_object_that_does_nothing() -> None:
    with tracing.span("service", "name", kind="server", method="GET") as span:
        span.say(status=200)
        with tracing.span("another", "inside") as inside:
            assert inside is span

    assert tracing.span("service", "name") is tracing.span("another", "inside", parent=None)
    assert tracing.traceparent() is None


async def test_a_request_is_told_by_its_route_and_never_by_its_address(traced: Traced) -> None:
    assert traced.statuses == [303, 422, 200, 500, 404, 405]
    names = {span.name for span in traced.collector.spans if "http.route" in span.facts}

    assert names == {
        "POST /notes",
        "GET /notes",
        "GET /notes/panne",
        "GET unknown",
        "other /notes",
    }
    reading = traced.one("GET /notes")
    assert reading.facts["http.response.status_code"] == 200
    assert reading.service == "internships"
    assert not reading.failed
    assert traced.one("GET /notes/panne").failed


async def test_a_transaction_is_a_part_of_its_request(traced: Traced) -> None:
    posting = [span for span in traced.collector.named("POST /notes") if not span.failed]
    done = {span.parent_id: span for span in traced.collector.named("transaction")}

    facts = [done[post.span_id].facts for post in posting if post.span_id in done]

    assert {"passerelle.events": 1, "passerelle.outcome": "committed"} in facts
    assert traced.transaction_in("GET /notes").facts["passerelle.events"] == 0


async def test_a_department_event_starts_a_trace_of_its_own(traced: Traced) -> None:
    [begun] = traced.collector.named("record for the department")

    assert begun.is_named_by(traced.trace_header)
    assert begun.parent_id == ""
    asked = {span.trace_id for span in traced.collector.named("POST /notes")}
    assert begun.trace_id not in asked


async def test_nothing_typed_is_in_any_span(traced: Traced) -> None:
    everything = "\n".join(traced.collector.everything)

    assert "POST /notes" in everything
    for word in (
        "phyrine",
        "PHYRINE",
        "interdit",
        "Choisissez",
        "Camille",
        "secret of the machine",
        "nulle",
    ):
        assert word not in everything, word


async def test_the_web_framework_tells_nothing_by_itself(
    notebooks: ServiceDatabases, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = notebook(router)
    await notebooks.migrate(service)
    async with collector() as receiving:
        monkeypatch.setenv("FASTAPI_OTEL_AUTO_CONFIGURE", "true")
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", receiving.address)
        settings = notebooks.settings.replaced(otlp_endpoint=receiving.address)
        app = build_app(service, settings, portal=KnownSessions().app)
        async with web.served(app) as address, httpx2.AsyncClient(base_url=address) as client:
            assert (await client.get("/notes/cherche?q=Zephyrine")).status_code == 303

        await eventually(lambda: receiving.named("GET /notes/{note_id}"))
        assert {span.service for span in receiving.spans} == {"internships"}
        assert "Zephyrine" not in "\n".join(receiving.everything)


async def test_an_absent_collector_keeps_nobody_waiting(notebooks: ServiceDatabases) -> None:
    service = notebook(router)
    await notebooks.migrate(service)
    settings = notebooks.settings.replaced(otlp_endpoint=f"http://127.0.0.1:{free_port()}")

    async with served(service, settings) as site:
        assert (await (await site.signed_in()).get("/notes")).status_code == 200


async def test_a_collector_that_does_not_answer_does_not_hold_up_a_stop() -> None:
    """It never answers: who waited for it would not come to an end."""
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        async with asyncio.timeout(PATIENCE_SECONDS):
            async with collected(f"http://127.0.0.1:{deaf.getsockname()[1]}"):
                for _ in range(SPANS):
                    with tracing.span("one", "never told"):
                        pass

        assert not tracing.is_on()


async def test_services_of_one_process_share_what_sends() -> None:
    async with collector() as receiving:
        async with collected(receiving.address):
            async with collected(receiving.address):
                pass
            assert tracing.is_on()
            with tracing.span("one", "still told"):
                pass
        assert not tracing.is_on()

        assert [span.service for span in receiving.named("still told")] == ["one"]


@pytest.mark.parametrize("forged", ["", "00-xyz", "00-" + "0" * 32 + "-" + "0" * 16 + "-01"])
async def test_a_forged_parent_starts_a_trace(forged: str) -> None:
    async with collector() as receiving:
        async with collected(receiving.address):
            with tracing.span("one", "apart", parent=forged):
                pass

        assert [span.parent_id for span in receiving.named("apart")] == [""]
