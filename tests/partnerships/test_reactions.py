"""What other services tell: nightly tallies make hosts known, lycées get their names."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import asyncpg
import pytest_asyncio

from contracts.identifiers import (
    CommuneCode,
    IsoWeek,
    PeriodId,
    PlacementId,
    PublicText,
    PupilYearId,
    SchoolYear,
    SiteKey,
    TallyId,
)
from contracts.internships.periods import HostAgreedV1, PlacementProposedV1, SiteHostingTalliedV1
from contracts.partnerships.companies import (
    CompanyOnboardedV1,
    ContactCheckAskedV1,
    OnboardingReason,
)
from contracts.portal.accounts import LyceeOpenedV1
from deploy.nats.provision import AckWaits, provision
from services.chassis.reactions.consumer import ReactionRunner
from services.chassis.unit_of_work.unit_of_work import UnitsOfWork
from services.partnerships.cards.queries import read_company
from services.partnerships.company_list.queries.pages import read_companies
from services.partnerships.contacts.commands import add_contact
from services.partnerships.contacts.model import ContactDetails
from services.partnerships.import_effects.commands.undo_import import undo_import
from services.partnerships.service import SERVICE
from tests.partnerships.world import BOURDELLE, SIRET, TODAY, Bureau, row, site
from tests.support.bus import Declared, Speaker, bus_of, generated_server
from tests.support.services import Published, ServiceDatabases
from tests.support.waiting import eventually

SERVICES = (Declared("internships"), Declared("portal"), SERVICE)
MONDAY = date(2027, 1, 18)


@dataclass
class Told:
    """What the other services say, heard by the running reactions."""

    internships: Speaker
    portal: Speaker


@pytest_asyncio.fixture
async def told(
    units: UnitsOfWork, service_databases: ServiceDatabases, tmp_path: Path
) -> AsyncIterator[Told]:
    settings = service_databases.settings
    async with generated_server(tmp_path, settings, SERVICES) as server:
        here = settings.replaced(nats_url=server.url)
        await provision(here, SERVICES, ack_waits=AckWaits(reactions=1.0, projections=1.0))
        async with (
            bus_of(here, "partnerships") as bus,
            bus_of(here, "internships") as internships,
            bus_of(here, "portal") as portal,
        ):
            assert SERVICE.reactions is not None
            runner = ReactionRunner(
                SERVICE.reactions, bus=bus, units=units, department="82", ack_wait_seconds=1.0
            )
            await runner.start()
            yield Told(Speaker(internships), Speaker(portal))
            await runner.stop()


def tallied(site_key: SiteKey, seats: int = 1) -> SiteHostingTalliedV1:
    return SiteHostingTalliedV1(
        tally_id=TallyId(uuid4()),
        site_key=site_key,
        school_year=SchoolYear("2026-2027"),
        week=IsoWeek("2027-W03"),
        seats=seats,
        occurred_on=TODAY,
    )


async def test_a_first_hosting_makes_the_company_known_once(
    bureau: Bureau, other_bureau: Bureau, told: Told, published: Published
) -> None:
    company_id = await bureau.registers(main=site(siret=SIRET))

    for _ in range(2):
        await told.internships.say(tallied(SiteKey(SIRET)), uai=BOURDELLE)

    async def hosted() -> list[date | None]:
        card = await other_bureau.do(read_company, company_id)
        return [known.hosted_on for known in card.known_by]

    assert await eventually(_is(hosted, [MONDAY]))
    (event,) = await published(CompanyOnboardedV1)
    assert (event.company_id, event.reason) == (company_id, OnboardingReason.HOSTING)


async def test_a_company_met_already_is_not_new_when_it_hosts(
    bureau: Bureau, other_bureau: Bureau, told: Told, published: Published
) -> None:
    company_id = await bureau.registers(main=site(siret=SIRET))
    await bureau.logs(company_id)

    await told.internships.say(tallied(SiteKey(SIRET)), uai=BOURDELLE)

    async def hosted() -> list[date | None]:
        card = await other_bureau.do(read_company, company_id)
        return [known.hosted_on for known in card.known_by]

    assert await eventually(_is(hosted, [MONDAY]))
    assert [e.reason for e in await published(CompanyOnboardedV1)] == [OnboardingReason.EXCHANGE]
    # The pupil is only expected: the last exchange is still the one that was logged.
    [known] = (await other_bureau.do(read_company, company_id)).known_by
    assert known.latest_on == TODAY < MONDAY


async def test_a_tally_of_no_seat_makes_nobody_known(
    bureau: Bureau, told: Told, published: Published, superuser: asyncpg.Connection
) -> None:
    await bureau.registers(main=site(siret=SIRET))

    await told.internships.say(tallied(SiteKey(SIRET), seats=0), uai=BOURDELLE)

    await eventually(lambda: superuser.fetchval("SELECT count(*) FROM inbox"))
    assert await published(CompanyOnboardedV1) == []


async def test_a_tally_waits_for_its_company(
    bureau: Bureau, told: Told, published: Published, superuser: asyncpg.Connection
) -> None:
    await told.internships.say(tallied(SiteKey(SIRET)), uai=BOURDELLE)
    await eventually(lambda: superuser.fetchval("SELECT count(*) FROM parked_events"))

    await bureau.registers(main=site(siret=SIRET))

    assert await eventually(lambda: published(CompanyOnboardedV1))
    none_waits = "SELECT count(*) = 0 FROM parked_events WHERE replayed_at IS NULL"
    assert await eventually(lambda: superuser.fetchval(none_waits))


def agreed(site_key: SiteKey) -> HostAgreedV1:
    return HostAgreedV1(
        placement_id=PlacementId(uuid4()),
        site_key=site_key,
        pupil_year_id=PupilYearId(uuid4()),
        occurred_on=TODAY,
    )


async def _with_a_contact(bureau: Bureau) -> None:
    company_id = await bureau.registers(main=site(siret=SIRET))
    card = await bureau.do(read_company, company_id)
    await bureau.do(
        add_contact,
        company_id=company_id,
        site_id=card.company.sites[0].id,
        details=ContactDetails("Anne Verdier", mail="a.verdier@quercy.example"),
    )


async def test_a_host_of_two_pupils_is_asked_once_how_it_can_be_reached(
    bureau: Bureau, told: Told, published: Published, superuser: asyncpg.Connection
) -> None:
    await _with_a_contact(bureau)
    first, second = agreed(SiteKey(SIRET)), agreed(SiteKey(SIRET))

    for event in (first, second):
        await told.internships.say(event, uai=BOURDELLE, at=datetime.now(UTC))

    await eventually(lambda: _both_heard(superuser))
    (asked,) = await published(ContactCheckAskedV1)
    assert asked.placement_id == first.placement_id


async def test_what_hosts_agreed_to_before_is_not_written_about(
    bureau: Bureau, told: Told, published: Published
) -> None:
    await _with_a_contact(bureau)
    yesterday = datetime.now(UTC) - timedelta(days=1)

    before, after = agreed(SiteKey(SIRET)), agreed(SiteKey(SIRET))
    await told.internships.say(before, uai=BOURDELLE, at=yesterday)
    await told.internships.say(after, uai=BOURDELLE, at=datetime.now(UTC))

    (asked,) = await eventually(lambda: published(ContactCheckAskedV1))
    assert asked.placement_id == after.placement_id


async def test_a_host_unknown_so_far_is_asked_once_it_is_registered(
    bureau: Bureau, told: Told, published: Published, superuser: asyncpg.Connection
) -> None:
    event = agreed(SiteKey(SIRET))
    await told.internships.say(event, uai=BOURDELLE, at=datetime.now(UTC))
    await eventually(lambda: superuser.fetchval("SELECT count(*) FROM parked_events"))

    await _with_a_contact(bureau)

    assert await eventually(lambda: published(ContactCheckAskedV1))


async def test_a_lycee_is_called_by_its_name_once_it_is_told(
    bureau: Bureau, other_bureau: Bureau, told: Told, superuser: asyncpg.Connection
) -> None:
    company_id = await bureau.registers()
    opened = LyceeOpenedV1(
        uai=BOURDELLE,
        name=PublicText("Lycée Bourdelle"),
        commune=CommuneCode("82121"),
        occurred_on=TODAY,
    )

    await told.portal.say(opened, uai=BOURDELLE, version=2)
    before = {"name": PublicText("Ancien nom"), "commune": CommuneCode("82033")}
    older = opened.model_copy(update=before)
    await told.portal.say(older, uai=BOURDELLE, version=1)

    await eventually(lambda: _both_heard(superuser))
    (known,) = (await other_bureau.do(read_company, company_id)).known_by
    assert known.lycee == "Lycée Bourdelle"
    where = await superuser.fetch("SELECT lycee, name, version FROM lycees")
    assert [tuple(row) for row in where] == [(BOURDELLE, "Lycée Bourdelle", 2)]


async def _both_heard(superuser: asyncpg.Connection) -> bool:
    """Two events, by the group that listens to them."""
    return bool(await superuser.fetchval("SELECT count(*) = 2 FROM inbox"))


def _is(read: Callable[[], Awaitable[object]], wanted: object) -> Callable[[], Awaitable[bool]]:
    async def same() -> bool:
        found = await read()
        assert found == wanted, found
        return True

    return same


async def test_a_company_where_a_place_was_proposed_survives_its_import(
    bureau: Bureau, told: Told, superuser: asyncpg.Connection
) -> None:
    import_id = await bureau.imports(row(2, "Bois Vert", siret=SIRET), row(3, "Scierie"))
    proposed = PlacementProposedV1(
        placement_id=PlacementId(uuid4()),
        site_key=SiteKey(SIRET),
        pupil_year_id=PupilYearId(uuid4()),
        period_id=PeriodId(uuid4()),
        occurred_on=TODAY,
    )
    await told.internships.say(proposed, uai=BOURDELLE)
    await eventually(lambda: superuser.fetchval("SELECT count(*) FROM places"))

    await bureau.do(undo_import, import_id=import_id, now=bureau.now)

    assert [one.name for one in (await bureau.do(read_companies)).items] == ["Bois Vert"]
