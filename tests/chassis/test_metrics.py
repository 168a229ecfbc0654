"""Metrics: read by an operator or with the token, few, true, and silent about persons."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import httpx2
import pytest
from prometheus_client.exposition import generate_latest
from prometheus_client.parser import text_string_to_metric_families

from deploy.embedded.ports import free_port
from services.chassis.base.identity import Role
from services.chassis.base.settings import Settings
from services.chassis.operations.measures import (
    ConsumerReading,
    DiskReading,
    Gauge,
    JournalReading,
    ParkedReading,
    Readings,
    Silence,
    TimedReading,
)
from services.chassis.operations.prometheus import exposed
from tests.chassis.notebook import notebook
from tests.chassis.notebook.pages import router
from tests.chassis.site import Site, a_note, served
from tests.support.services import ServiceDatabases

METRICS = "/api/internships/metrics"
TOKEN = "a-token-of-the-installation"
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
SERIES_MAX = 400
"""Of a service in which everything was asked once; each histogram has a dozen."""

Labels = Mapping[str, str]


class Scrape:
    """The samples of one answer."""

    def __init__(self, text: str) -> None:
        self.samples = [
            sample for family in text_string_to_metric_families(text) for sample in family.samples
        ]

    @property
    def names(self) -> set[str]:
        return {sample.name for sample in self.samples}

    def all(self, name: str, **labels: str) -> list[float]:
        """The values under that name and at least these labels."""
        return [
            sample.value
            for sample in self.samples
            if sample.name == name and labels.items() <= sample.labels.items()
        ]

    def one(self, name: str, **labels: str) -> float:
        [value] = self.all(name, **labels)
        return value


async def scrape(site: Site) -> Scrape:
    operator = await site.signed_in(role=Role.OPERATOR)
    answer = await operator.get(METRICS)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("text/plain; version=")
    return Scrape(answer.text)


@asynccontextmanager
async def with_token(notebooks: ServiceDatabases, token: str | None) -> AsyncIterator[Site]:
    service = notebook(router)
    await notebooks.migrate(service)
    async with served(service, notebooks.settings.replaced(metrics_token=token)) as site:
        yield site


async def answer_to(site: Site, authorization: str) -> httpx2.Response:
    visitor = await site.visitor(authorization=authorization)
    return await visitor.get(METRICS)


class TestWhoMayRead:
    async def test_an_operator_may_and_nobody_else(self, site: Site) -> None:
        assert (await (await site.signed_in(role=Role.OPERATOR)).get(METRICS)).status_code == 200
        assert (await (await site.signed_in(role=Role.RBDE)).get(METRICS)).status_code == 403
        assert (await (await site.visitor()).get(METRICS)).status_code == 401

    async def test_a_program_may_with_the_token(self, notebooks: ServiceDatabases) -> None:
        async with with_token(notebooks, TOKEN) as site:
            assert (await answer_to(site, f"Bearer {TOKEN}")).status_code == 200
            for other in (f"Bearer {TOKEN}x", f"Basic {TOKEN}", TOKEN, "Bearer"):
                assert (await answer_to(site, other)).status_code == 401, other

    async def test_without_a_token_in_the_settings_no_program_may(
        self, notebooks: ServiceDatabases
    ) -> None:
        async with with_token(notebooks, None) as site:
            for nothing in ("Bearer ", "Bearer None", "Bearer"):
                assert (await answer_to(site, nothing)).status_code == 401, nothing

    async def test_the_token_opens_nothing_else(self, notebooks: ServiceDatabases) -> None:
        async with with_token(notebooks, TOKEN) as site:
            visitor = await site.visitor(authorization=f"Bearer {TOKEN}")

            for path in ("/notes", "/api/internships/operations", "/exploitation/internships"):
                assert (await visitor.get(path)).status_code in (303, 401), path

    def test_a_token_is_not_short_and_not_shown(self) -> None:
        with pytest.raises(ValueError, match="metrics_token"):
            Settings(metrics_token="short")
        assert TOKEN not in repr(Settings(metrics_token=TOKEN))


class TestWhatIsCounted:
    async def test_requests_are_counted_by_their_route_and_status(self, site: Site) -> None:
        bureau = await site.signed_in()
        for path in ("/notes", "/notes?q=Durand", "/notes/panne", "/nulle/part", "/ailleurs"):
            await bureau.get(path)

        read = await scrape(site)

        requests = "passerelle_requests_total"
        assert read.one(requests, route="/notes", status="200") == 2
        assert read.one(requests, route="/notes/panne", status="500") == 1
        assert read.one(requests, route="unknown", status="404") == 2
        assert read.one("passerelle_answer_seconds_count", kind="page") == 3

    async def test_commands_are_counted_by_their_outcome(self, site: Site) -> None:
        bureau = await site.signed_in()
        note = a_note()
        for sent in (note, note, a_note("interdit"), a_note()):
            await bureau.post("/notes", data=sent)

        read = await scrape(site)

        commands = "passerelle_commands_total"
        assert read.one(commands, action="write-notes", outcome="done") == 2
        assert read.one(commands, action="write-notes", outcome="again") == 1
        assert read.one(commands, action="write-notes", outcome="refused") == 1
        assert read.one(commands, action="write-notes", outcome="failed") == 0

    async def test_the_loop_and_the_process_are_measured(self, site: Site) -> None:
        read = await scrape(site)

        assert "passerelle_loop_late_seconds_bucket" in read.names
        assert read.one("passerelle_loop_held_seconds_bucket", le="0.02") is not None
        assert read.one("process_resident_memory_bytes") > 0

    async def test_a_fact_that_waits_is_counted(self, site: Site) -> None:
        """This site has no streams: what is recorded stays."""
        await (await site.signed_in()).post("/notes", data=a_note())

        read = await scrape(site)

        unsent = "passerelle_journal_unsent"
        assert read.one(unsent, service="internships", audience="department") == 1
        assert read.one(unsent, service="internships", audience="bureau") == 0
        assert read.one("passerelle_database_up") == 1

    async def test_nothing_anybody_typed_is_a_label(self, site: Site) -> None:
        bureau = await site.signed_in()
        await bureau.post("/notes", data=a_note("Visite de Zéphyrine"))
        await bureau.get("/notes/fragments/018f0000-0000-7000-8000-000000000000")
        await bureau.get("/notes/zephyrine/1234567890")
        await bureau.request("ZEPHYRINE", "/notes")

        operator = await site.signed_in(role=Role.OPERATOR)
        text = (await operator.get(METRICS)).text

        for word in ("phyrine", "PHYRINE", "018f0000", "1234567890", "Camille"):
            assert word not in text, word
        assert len(Scrape(text).samples) < SERIES_MAX

    async def test_they_are_told_with_the_database_down(self, notebooks: ServiceDatabases) -> None:
        settings = notebooks.settings.replaced(database_port=free_port())
        async with served(notebook(router), settings) as site:
            read = await scrape(site)

        assert read.one("passerelle_database_up") == 0
        assert read.all("passerelle_journal_unsent") == []
        assert read.one("passerelle_findings", code="database-silent") == 1


class TestReadings:
    READINGS = Readings(
        "internships",
        NOW,
        bus=Silence(NOW - HOUR),
        journal=(JournalReading("bureau", 3, NOW - HOUR, 1, NOW - HOUR),),
        parked=(ParkedReading("internships__a", 2, NOW - HOUR, 1, NOW - HOUR),),
        consumers=(
            ConsumerReading("internships__a", 7, NOW - HOUR),
            ConsumerReading("internships__b", problem="missing"),
        ),
        timed=(TimedReading("tally", 1, NOW - HOUR, 1, NOW - HOUR, "ZeroDivisionError"),),
        gauges=(Gauge("things_waiting", "Choses en attente", 4, NOW - HOUR),),
        disk=DiskReading(free=10, total=100),
    )

    def read(self) -> Scrape:
        return Scrape(generate_latest(exposed(self.READINGS)).decode())

    @pytest.mark.parametrize(
        ("name", "labels", "value"),
        [
            ("bus_up", {}, 0),
            ("journal_unsent", {"audience": "bureau"}, 3),
            ("journal_unsent_age_seconds", {"audience": "bureau"}, 3600),
            ("journal_refused", {"audience": "bureau"}, 1),
            ("consumer_waiting", {"consumer": "internships__a"}, 7),
            ("consumer_behind_seconds", {"consumer": "internships__a"}, 3600),
            ("consumer_amiss", {"consumer": "internships__b"}, 1),
            ("consumer_amiss", {"consumer": "internships__a"}, 0),
            ("parked", {"consumer": "internships__a"}, 2),
            ("parked", {"consumer": "internships__b"}, 0),
            ("parked_for_an_operator", {"consumer": "internships__a"}, 1),
            ("parked_age_seconds", {"consumer": "internships__a"}, 3600),
            ("timed_overdue_seconds", {"job": "tally"}, 3600),
            ("timed_failing", {"job": "tally"}, 1),
            ("things_waiting", {}, 4),
            ("things_waiting_age_seconds", {}, 3600),
            ("disk_free_bytes", {}, 10),
            ("disk_size_bytes", {}, 100),
            ("findings", {"code": "consumer-missing"}, 1),
        ],
    )
    def test_each_reading_is_a_metric(self, name: str, labels: Labels, value: float) -> None:
        assert self.read().one(f"passerelle_{name}", service="internships", **labels) == value

    def test_what_did_not_answer_has_no_figure(self) -> None:
        waiting = self.read().all("passerelle_consumer_waiting", consumer="internships__b")

        assert waiting == []
