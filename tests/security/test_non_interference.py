"""Two worlds that differ only in who the pupils are look the same from outside, byte for byte.

Stronger than looking for names: whatever could be inferred from an id, an order, a version, a
length or a number of events would make the two differ. Ids and times are drawn alike in each world.
"""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from uuid import UUID

import asyncpg
import httpx2
import pytest
import pytest_asyncio

from contracts.coordination.campaigns import (
    CampaignId,
    CampaignMeasure,
    CampaignOpenedV1,
    CampaignTargetId,
    CampaignTargetStatedV1,
)
from contracts.identifiers import Uai
from contracts.internships.periods import PlacementOrigin, WithdrawalReason
from services.chassis.application.application import build_app
from services.chassis.base.identity import Role
from services.chassis.base.settings import placeholder_uai
from services.chassis.database.engine import Database
from services.chassis.nats.parse_envelope import UNKNOWN_TYPE, Unreadable
from services.chassis.projections import Recorded
from services.chassis.projections.decoder import Decoding
from services.chassis.unit_of_work.scheduled_jobs import run_due_work
from services.chassis.unit_of_work.unit_of_work import Scope, UnitsOfWork
from services.internships.exemptions.commands import exempt_pupil
from services.internships.leavers.commands import record_departure
from services.internships.participations.model import ExemptionReason
from services.internships.service import SERVICE as INTERNSHIPS
from services.internships.subscribers import timed
from services.supervision.declared_figures.model import Declaration, DeclaredFigure, Source
from services.supervision.declared_figures.store import DeclaredFigures
from services.supervision.feed_readers.commands import add_feed_reader
from services.supervision.feed_readers.model import FeedPart, in_years
from services.supervision.feed_readers.pages import FEEDS, FILES
from services.supervision.indicators.model import INDICATORS
from services.supervision.indicators.model.recorded_line import recorded
from services.supervision.month_reports.model.month_record import MonthRecord
from services.supervision.month_reports.model.report_text import ReportText
from services.supervision.month_reports.store import MonthRecords
from services.supervision.past.model import Moment, Month, Year
from services.supervision.read_models.model.events.pfmp import PeriodPublished
from services.supervision.report_figures.queries.month_report import month_report
from services.supervision.service import SERVICE as SUPERVISION
from services.supervision.sheets.model import AskedSheet, SheetContent, SheetLine, SheetRecord
from services.supervision.sheets.pages.sheets import sheet_lines
from services.supervision.sheets.store.asked_sheets import AskedSheets
from services.supervision.sheets.store.sheet_records import SheetRecords
from services.supervision.subscribers import DEPARTMENT
from tests.internships.test_what_the_department_may_learn import counted_ids
from tests.internships.world import BOURDELLE, CARE, ELEC, NOW, TODAY, Lycee, company
from tests.supervision.network import Network, folded
from tests.supervision.network import lycee as opening
from tests.support.portal import KnownSessions
from tests.support.routes import routes_of
from tests.support.services import ServiceDatabases

PLAIN = ("Abadie", "Bernard", "Castan", "Delmas", "Estève", "Faure")
OTHERS = ("Zylberstein-O’Brien", "Ÿ", "Łęcki", "De La Tour d’Auvergne", "Ñandú", "Aït Benhaddou")
CLASSES = ("2ELEC1", "2ELEC2", "2ELEC1", "2ELEC2", "2ELEC1", "1ASSP")
LATER = NOW + timedelta(days=4)
ORIGINS = (PlacementOrigin.OFFICE, PlacementOrigin.FAMILY, PlacementOrigin.PUPIL)
SHEET, RECORD, REPORT, DECLARED = (UUID(int=rank) for rank in (1, 2, 3, 4))
MONTH, YEAR = Month.of(LATER.date()), Year.of(LATER.date())
HOST = UUID(int=1001)
CAMPAIGN = CampaignId(UUID(int=2001))
VISITORS = count(1)
READER = UUID(int=82)
"""The same in each world: pages say whose they are."""
COMMAND_ID = re.compile(rb'name="command_id" value="[0-9a-f-]{36}"')
"""Drawn anew for each form."""
_DECODING = Decoding(DEPARTMENT)


@dataclass(frozen=True)
class World:
    """Pupils by their rank in the class list; the n-th place goes to the rank `given_to[n]`."""

    names: Sequence[str] = PLAIN
    given_to: Sequence[int] = (0, 1, 2, 3, 4)

    async def live(self, databases: ServiceDatabases) -> Told:
        """A class list, a period, three places on as many days, one lost, an exemption, a departure."""
        await databases.migrate(INTERNSHIPS)
        await databases.empty(INTERNSHIPS.name)
        superuser = await databases.superuser(INTERNSHIPS.name)
        database = databases.kept(INTERNSHIPS.name)
        units = UnitsOfWork(
            database, service=INTERNSHIPS.name, department="82", new_id=counted_ids()
        )
        try:
            pupils = await self._work(Lycee(BOURDELLE, units, superuser), database)
            return await heard(superuser, pupils)
        finally:
            await superuser.close()

    async def _work(self, lycee: Lycee, database: Database) -> list[UUID]:
        formations = {"2ELEC1": await lycee.opens(ELEC), "1ASSP": await lycee.opens(CARE, "ASSP")}
        formations["2ELEC2"] = formations["2ELEC1"]
        rows = [f"{n} Élie {c}" for n, c in zip(self.names, CLASSES, strict=True)]
        rows = [row.replace("De La Tour d’Auvergne", "De-La-Tour") for row in rows]
        await lycee.imports(*(row.replace("Aït B", "Aït-B") for row in rows), classes=formations)
        pupils = await self._by_rank(lycee.superuser)
        period = await lycee.publishes_a_period(*set(formations.values()))
        site = await lycee.knows_a_host(company_id=HOST, site_id=HOST)
        *placed, exempted, gone = (pupils[rank] for rank in self.given_to)
        given = []
        for day, (pupil, origin) in enumerate(zip(placed, ORIGINS, strict=True)):
            lycee.now = NOW + timedelta(hours=12 * day)
            given.append(await lycee.places(pupil, period, site, origin=origin))
        lycee.now = NOW + timedelta(days=2)
        await lycee.withdraws(given[0], version=2, reason=WithdrawalReason.LYCEE)
        await lycee.do(
            exempt_pupil,
            period_id=period,
            pupil_year_id=exempted,
            reason=ExemptionReason.MIXED_PATH,
            now=lycee.now,
        )
        await lycee.do(record_departure, pupil_year_id=gone, version=1, on=TODAY, now=lycee.now)
        night = NOW + timedelta(days=3)
        await run_due_work(timed, lycee.units, database.relay_dsn, night)
        return pupils

    async def _by_rank(self, superuser: asyncpg.Connection) -> list[UUID]:
        """In the order of the list, which is that of the rows."""
        rows = await superuser.fetch("SELECT pupil_year_id FROM pupils ORDER BY ctid")
        assert len(rows) == len(self.names)
        return [row["pupil_year_id"] for row in rows]


@dataclass(frozen=True)
class Told:
    """What the bus carries, message by message, by audience."""

    messages: Sequence[tuple[str, str, str, str]]

    def of(self, *audiences: str) -> bytes:
        """Subjects, headers and payloads, as bytes."""
        kept = [message for message in self.messages if message[0] in audiences]
        return json.dumps(kept, ensure_ascii=False).encode()

    def recorded(self) -> list[Recorded]:
        """What the department's read model gets."""
        found = []
        for audience, subject, headers, payload in self.messages:
            if audience == "department":
                addressed = _DECODING.address(subject, json.loads(headers))
                assert not isinstance(addressed, Unreadable)
                recorded = _DECODING.decode(addressed, payload.encode())
                if isinstance(recorded, Recorded):
                    found.append(recorded)
                else:  # a kind the read model does not fold
                    assert recorded.reason == UNKNOWN_TYPE
        return found

    @property
    def period(self) -> UUID:
        """The only one there is."""
        [told] = [one.data for one in self.recorded() if isinstance(one.data, PeriodPublished)]
        return told.period_id


async def heard(superuser: asyncpg.Connection, pupils: Sequence[UUID]) -> Told:
    """What was recorded; a pupil's id, which is random, is told as the rank in the class list."""
    rows = await superuser.fetch(
        "SELECT audience, subject, headers::text AS headers, payload FROM journal ORDER BY position"
    )
    messages = []
    for row in rows:
        payload = row["payload"]
        for rank, pupil in enumerate(pupils):
            payload = payload.replace(str(pupil), f"pupil {rank}")
        messages.append((row["audience"], row["subject"], row["headers"], payload))
    return Told(messages)


def ask_for_places(known: Network) -> None:
    """A campaign counts every place that was found: its pages are read too."""
    opened = CampaignOpenedV1(
        campaign_id=CAMPAIGN,
        measure=CampaignMeasure.PLACES,
        mefs=(),
        from_on=TODAY,
        until_on=TODAY + timedelta(days=60),
        stays_from=TODAY,
        stays_until=TODAY + timedelta(days=365),
        occurred_on=TODAY,
    )
    known.tell(opened, uai=placeholder_uai("82"))
    target = CampaignTargetStatedV1(
        target_id=CampaignTargetId(CAMPAIGN),
        campaign_id=CAMPAIGN,
        target=10,
        occurred_on=TODAY,
    )
    known.tell(target, uai=Uai(BOURDELLE))


@asynccontextmanager
async def supervised(
    databases: ServiceDatabases, told: Told
) -> AsyncIterator[tuple[httpx2.AsyncClient, UnitsOfWork]]:
    """The supervisor, at a screen fed with what was told, some days later."""
    await databases.migrate(SUPERVISION)
    await databases.empty(SUPERVISION.name)
    database = databases.kept(SUPERVISION.name)
    work = UnitsOfWork(database, service=SUPERVISION.name, department="82", clock=lambda: LATER)
    known = Network()
    known.tell(opening("Lycée Bourdelle", BOURDELLE), uai=Uai(BOURDELLE))
    known.tell(company(company_id=HOST, site_id=HOST), uai=Uai(BOURDELLE))
    ask_for_places(known)
    await folded(work, [*known.told, *told.recorded()])
    sessions = KnownSessions()
    app = build_app(SUPERVISION, databases.settings, portal=sessions.app, database=database)
    async with app.router.lifespan_context(app):
        app.state.runtime.work = work
        async with httpx2.AsyncClient(
            # feeds are read so many times a minute from one address
            transport=httpx2.ASGITransport(app, client=(f"192.0.2.{next(VISITORS)}", 1)),
            base_url="http://127.0.0.1:8000",
            cookies={"passerelle": sessions.sign_in((Role.SUPERVISOR, None), account=READER)},
        ) as client:
            yield client, work


async def feeds(client: httpx2.AsyncClient, work: UnitsOfWork) -> dict[str, bytes]:
    """Every format an outside reader and one of the DSDEN get, workbooks included."""
    shown = {}
    for inside in (False, True):
        async with work.begin(Scope(frozenset(), department_wide=True)) as uow:
            reader, secret = await add_feed_reader(
                uow,
                reader_id=UUID(int=inside),
                organisation="Région",
                inside=inside,
                parts=tuple(FeedPart),
                uais=(),
                known=(),
                expires_on=in_years(LATER.date(), 1),
                account_id=READER,
                now=LATER,
            )
        for part in FeedPart:
            for _, file in FILES[part]:
                answer = await client.get(f"{FEEDS}/{reader.id}/{secret}/{file}")
                assert answer.status_code == 200, answer.text
                # It is drawn: the feed names its own address.
                shown[f"{inside} {file}"] = answer.content.replace(secret.encode(), b"secret")
    return shown


async def a_sheet_that_was_sent(work: UnitsOfWork) -> None:
    """Every indicator on a sheet the DSDEN is asked for, and kept as it was sent."""
    content = SheetContent("Enquête", tuple(SheetLine(one.code) for one in INDICATORS))
    sheet = AskedSheet(SHEET, content)
    async with work.begin(Scope(frozenset(), department_wide=True)) as uow:
        await AskedSheets(uow).add(sheet)
        year, lycees, lines = await sheet_lines(uow, sheet, None)
        named = [(one.uai, one.lycee) for one in lycees]
        kept = [recorded(asked.title, line) for asked, line in lines]
        record = SheetRecord(RECORD, SHEET, "Enquête", year, LATER, named, kept)
        await SheetRecords(uow).add(record)


async def a_report_that_was_sent(work: UnitsOfWork) -> None:
    """The month that is going on, with what the supervisor writes of it."""
    async with work.begin(Scope(frozenset(), department_wide=True)) as uow:
        report = await month_report(uow, MONTH, Moment(LATER.date(), LATER.date()))
        text = ReportText("Le forum de Montauban")
        await MonthRecords(uow).add(MonthRecord(REPORT, LATER, report, text))


async def a_figure_that_was_declared(work: UnitsOfWork) -> None:
    """What a lycée that publishes nothing told the supervisor."""
    of = Declaration(
        uai=BOURDELLE,
        indicator="actions-menees",
        month=MONTH,
        numerator=3,
        denominator=None,
        told_on=LATER.date(),
        source=Source.PHONE,
    )
    async with work.begin(Scope(frozenset(), department_wide=True)) as uow:
        await DeclaredFigures(uow).add(DeclaredFigure(id=DECLARED, of=of, declared_at=LATER))


async def pages(databases: ServiceDatabases, told: Told) -> dict[str, bytes]:
    """Every page, fragment, file and feed the supervisor may open, byte for byte."""
    shown = {}
    of_addresses = {"uai": BOURDELLE, "sheet_id": str(SHEET), "record_id": str(RECORD)}
    of_addresses |= {"month": MONTH.key, "report_id": str(REPORT)}
    of_addresses |= {"company_id": str(HOST), "period_id": str(told.period)}
    of_addresses |= {"campaign_id": str(CAMPAIGN), "figure_id": str(DECLARED)}
    async with supervised(databases, told) as (client, work):
        await a_sheet_that_was_sent(work)
        await a_report_that_was_sent(work)
        await a_figure_that_was_declared(work)
        for route in routes_of(SUPERVISION):
            allowed = Role.SUPERVISOR in SUPERVISION.permissions.roles(route.declared.action)
            ours = route.path.startswith(("/departement", "/api/supervision/coverage"))
            # A workbook holds the second it was made; the CSV beside it has the same lines.
            left_out = route.declared.writes or route.path.endswith(("/flux", ".xlsx"))
            if allowed and ours and not left_out:
                # A report of a month, and that of its school year.
                for month in (MONTH.key, YEAR.key) if "{month}" in route.path else (MONTH.key,):
                    path = route.path.format(**{**of_addresses, "month": month})
                    answer = await client.get(path)
                    assert answer.status_code == 200, answer.text
                    shown[path] = COMMAND_ID.sub(b"", answer.content)
        shown |= await feeds(client, work)
    return shown


Ours = tuple[Told, dict[str, bytes]]


@pytest_asyncio.fixture(scope="module")
async def ours_and_shown(service_databases: ServiceDatabases) -> Ours:
    """The world the others are held beside, lived once: what it told, and what was shown of it."""
    ours = await World().live(service_databases)
    return ours, await pages(service_databases, ours)


async def test_the_names_of_pupils_change_no_byte_of_the_bus_nor_of_the_department(
    service_databases: ServiceDatabases, ours_and_shown: Ours
) -> None:
    ours, shown = ours_and_shown
    theirs = await World(OTHERS).live(service_databases)

    assert ours.of("department", "bureau") == theirs.of("department", "bureau")
    assert await pages(service_databases, theirs) == shown
    assert len(ours.messages) > 15
    assert len(shown) >= 6


@pytest.mark.parametrize("given_to", [(4, 3, 2, 1, 0), (2, 0, 4, 1, 3), (1, 2, 3, 4, 0)])
async def test_who_got_which_place_changes_no_byte_for_the_department(
    service_databases: ServiceDatabases, ours_and_shown: Ours, given_to: Sequence[int]
) -> None:
    ours, shown = ours_and_shown
    theirs = await World(given_to=given_to).live(service_databases)

    assert ours.of("department") == theirs.of("department")
    assert await pages(service_databases, theirs) == shown
    assert ours.of("bureau") != theirs.of("bureau"), "the worlds are not two"


async def test_a_place_of_another_formation_is_seen(
    service_databases: ServiceDatabases, ours_and_shown: Ours
) -> None:
    """The control: what the department may learn does change what it reads."""
    ours, shown = ours_and_shown
    theirs = await World(given_to=(0, 1, 5, 3, 4)).live(service_databases)

    assert ours.of("department") != theirs.of("department")
    assert await pages(service_databases, theirs) != shown
