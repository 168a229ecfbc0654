"""Events of an import and of a week, pending: what each costs the service that copies them."""

import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import uuid4

from contracts.event import Event
from contracts.identifiers import (
    CompanyId,
    IsoWeek,
    Naf,
    PublicText,
    SchoolYear,
    SiteId,
    SiteKey,
    TallyId,
)
from contracts.internships.periods import SiteHostingTalliedV1
from contracts.partnerships.companies import CompanyRegisteredV1, Diffusion, LegalForm, SiteFact
from deploy.embedded.postgres import EmbeddedPostgres
from deploy.nats.operator_connection import operator_connection
from deploy.nats.provision import provision
from services.chassis.base.settings import Settings
from services.chassis.database.engine import Database
from services.chassis.database.migrations import run_migrations
from services.chassis.nats.connection import Bus
from services.chassis.reactions.consumer import ReactionRunner
from services.chassis.security.credentials import ServiceCredentials, create_missing
from services.chassis.unit_of_work.unit_of_work import UnitsOfWork
from services.internships.service import SERVICE
from tests.bench.report import Figure
from tests.chassis.facts import TODAY
from tests.support.bus import Declared, Speaker, bus_of, generated_server
from tests.support.servers import own_folder
from tests.support.waiting import eventually

EVENTS = 2_000
TARGET_MS = 1.0
STREAM = "DEPARTMENT_82"


async def consequences() -> list[Figure]:
    """Processor time of the listener for each event that was pending, as after an import."""
    companies = [_company() for _ in range(EVENTS)]
    weeks = [_week() for _ in range(EVENTS)]
    with own_folder("bench") as folder:
        async with _running(folder) as settings:
            return [
                await _handled(settings, "partnerships", companies, "companies"),
                await _handled(settings, SERVICE.name, weeks, "hosted"),
            ]


@asynccontextmanager
async def _running(folder: Path) -> AsyncIterator[Settings]:
    """The listener's database and a server that lets it and the producer in."""
    services = (Declared("partnerships"), Declared(SERVICE.name, reactions=SERVICE.reactions))
    postgres = EmbeddedPostgres(folder / "pg")
    await postgres.start()
    try:
        settings = Settings(
            database_url=postgres.url, database_ssl="disable", credentials=folder / "credentials"
        )
        create_missing(settings.credentials, [one.name for one in services])
        await run_migrations(SERVICE, settings)
        (folder / "nats").mkdir()
        async with generated_server(folder / "nats", settings, services) as server:
            located = settings.replaced(nats_url=server.url)
            await provision(located, services)
            yield located
    finally:
        await postgres.stop()


async def _handled(
    settings: Settings, producer: str, events: Sequence[Event], group: str
) -> Figure:
    async with bus_of(settings, producer) as bus:
        speaker = Speaker(bus)
        for event in events:
            await speaker.say(event)
    async with bus_of(settings, SERVICE.name) as bus:
        cpu, seconds = await _drained(settings, bus, f"{SERVICE.name}__{group}")
    remark = f"{len(events)} pending, {len(events) / seconds:.0f} events/s"
    each = cpu / len(events) * 1000
    return Figure(f"{SERVICE.name}__{group}, processor of an event", each, TARGET_MS, "ms", remark)


async def _drained(settings: Settings, bus: Bus, durable: str) -> tuple[float, float]:
    """Processor and clock seconds from the start of the reactions until nothing is pending."""
    database = Database.open(settings, ServiceCredentials.load(settings.credentials, SERVICE.name))
    units = UnitsOfWork(database, service=SERVICE.name, department="82")
    reactions = SERVICE.reactions
    assert reactions is not None
    runner = ReactionRunner(reactions, bus=bus, units=units, department="82")
    cpu, clock = time.process_time(), time.perf_counter()
    await runner.start()
    async with operator_connection(settings) as client:

        async def empty() -> bool:
            info = await client.jetstream().consumer_info(STREAM, durable)
            return bool(info.num_pending == 0 and info.num_ack_pending == 0)

        await eventually(empty)
    used = time.process_time() - cpu, time.perf_counter() - clock
    await runner.stop()
    await database.close()
    return used


def _company() -> CompanyRegisteredV1:
    return CompanyRegisteredV1(
        company_id=CompanyId(uuid4()),
        legal_form=LegalForm.COMPANY,
        diffusion=Diffusion.FULL,
        naf=Naf("43.21A"),
        public_name=PublicText("Électricité du Tescou"),
        sites=(SiteFact(site_id=SiteId(uuid4()), site_key=SiteKey.local(uuid4())),),
        occurred_on=TODAY,
    )


def _week() -> SiteHostingTalliedV1:
    return SiteHostingTalliedV1(
        tally_id=TallyId(uuid4()),
        site_key=SiteKey.local(uuid4()),
        school_year=SchoolYear.of(TODAY),
        week=IsoWeek("2026-W48"),
        seats=2,
        occurred_on=TODAY,
    )
