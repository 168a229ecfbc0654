"""Who got which place stays inside the lycée.

Two worlds that differ only in which pupil of one formation and period got which place give the
department byte-identical traffic: no field, id, order, version or header depends on the pupil.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import permutations
from uuid import UUID

import asyncpg
import pytest

from contracts.identifiers import SiteKey
from contracts.internships.periods import PlacementOrigin, WithdrawalReason
from contracts.internships.placements import EndReason
from services.chassis.database.engine import Database
from services.chassis.unit_of_work.scheduled_jobs import run_due_work
from services.chassis.unit_of_work.unit_of_work import UnitsOfWork
from services.internships.base.days import local_date
from services.internships.exemptions.commands import exempt_pupil
from services.internships.participations.model import ExemptionReason
from services.internships.subscribers import timed
from tests.internships.conftest import INTERNSHIPS
from tests.internships.world import BOURDELLE, ELEC, NOW, STARTS, Lycee
from tests.support.emptying import empty_tables

CLASSES = ("2ELEC1", "2ELEC2", "2ELEC1", "2ELEC2")
ORIGINS = (PlacementOrigin.OFFICE, PlacementOrigin.FAMILY, PlacementOrigin.PUPIL)


def counted_ids() -> Callable[[], UUID]:
    """Ids that depend on nothing but how many were drawn before."""
    drawn = 0

    def draw() -> UUID:
        nonlocal drawn
        drawn += 1
        return UUID(int=drawn)

    return draw


@dataclass
class World:
    """A lycée where the n-th place goes to the pupil whose rank is `given_to[n]`."""

    database: Database
    superuser: asyncpg.Connection
    given_to: Sequence[int]

    async def live(self) -> None:
        await empty_tables(self.superuser)
        units = UnitsOfWork(
            self.database, service=INTERNSHIPS, department="82", new_id=counted_ids()
        )
        lycee = Lycee(BOURDELLE, units, self.superuser)
        formation = await lycee.opens(ELEC)
        pupils = await lycee.imports(
            *(f"NOM{rank} Zoé {label}" for rank, label in enumerate(CLASSES)),
            classes=dict.fromkeys(CLASSES, formation),
        )
        period = await lycee.publishes_a_period(formation)
        sites = [await self._host(lycee, rank) for rank in (1, 1, 2)]
        await self._place(lycee, [pupils[rank] for rank in self.given_to], period, sites)

    async def _host(self, lycee: Lycee, rank: int) -> SiteKey:
        ids = UUID(int=1000 + rank)
        return await lycee.knows_a_host(company_id=ids, site_id=ids)

    async def _place(
        self, lycee: Lycee, pupils: Sequence[UUID], period: UUID, sites: Sequence[SiteKey]
    ) -> None:
        """Three places confirmed on two days, one of them lost, the last pupil exempted."""
        *placed, last = pupils
        given = []
        for day, (pupil, site, origin) in enumerate(zip(placed, sites, ORIGINS, strict=True)):
            lycee.now = NOW + timedelta(hours=12 * day)
            given.append(await lycee.places(pupil, period, site, origin=origin))
        await self._night(lycee, NOW + timedelta(days=1))
        lycee.now = NOW + timedelta(days=2)
        await lycee.withdraws(given[0], version=2, reason=WithdrawalReason.LYCEE)
        await lycee.do(
            exempt_pupil,
            period_id=period,
            pupil_year_id=last,
            reason=ExemptionReason.MIXED_PATH,
            now=lycee.now,
        )
        await self._night(lycee, NOW + timedelta(days=3))
        await self._interrupt(lycee, given[1], placed[1], period, sites[2])

    async def _interrupt(
        self, lycee: Lycee, placement: UUID, pupil: UUID, period: UUID, site: SiteKey
    ) -> None:
        """During the period one stay ends early and goes on elsewhere; another end is taken back."""
        lycee.now = NOW + timedelta(days=49)
        await lycee.interrupts(placement, on=STARTS + timedelta(days=2), reason=EndReason.PUPIL)
        other = await lycee.places(pupil, period, site)
        await self._night(lycee, NOW + timedelta(days=50))
        await lycee.notes_a_no_show(other, on=local_date(lycee.now))
        await lycee.undoes_the_end(other)
        await self._night(lycee, NOW + timedelta(days=51))

    async def _night(self, lycee: Lycee, at: datetime) -> None:
        await run_due_work(timed, lycee.units, self.database.relay_dsn, at)

    async def heard_by(self, audience: str) -> str:
        """Everything one audience reads: subjects, headers and payloads, byte for byte."""
        rows = await self.superuser.fetch(
            "SELECT subject, headers::text AS headers, payload FROM journal"
            " WHERE audience = $1 ORDER BY position",
            audience,
        )
        return "\n".join(f"{row['subject']} {row['headers']} {row['payload']}" for row in rows)


async def test_which_pupil_got_which_place_changes_no_byte_for_the_department(
    database: Database, superuser: asyncpg.Connection
) -> None:
    heard = set()
    for given_to in permutations(range(4)):
        world = World(database, superuser, given_to)
        await world.live()
        heard.add(await world.heard_by("department"))

    assert len(heard) == 1
    (traffic,) = heard
    for told in (
        *("placement_confirmed", "placement_withdrawn"),
        *("site_hosting_tallied", "coverage_totals_stated"),
    ):
        assert told in traffic


async def test_no_id_of_the_bureau_reaches_the_department(
    database: Database, superuser: asyncpg.Connection
) -> None:
    world = World(database, superuser, (2, 0, 3, 1))
    await world.live()
    department = await world.heard_by("department")
    kept = await superuser.fetch(
        "SELECT placement_id::text FROM placements UNION SELECT pupil_year_id::text FROM pupils"
        " UNION SELECT class_id::text FROM classes"
        " UNION SELECT headers->>'ce-correlationid' FROM journal WHERE audience = 'bureau'"
        " UNION SELECT headers->>'ce-id' FROM journal WHERE audience = 'bureau'"
    )
    assert len(kept) > 10
    assert [row[0] for row in kept if row[0] in department] == []


@pytest.mark.parametrize("event", ["placement_confirmed", "placement_withdrawn"])
async def test_a_place_and_its_host_are_never_told_together(
    database: Database, superuser: asyncpg.Connection, event: str
) -> None:
    world = World(database, superuser, (0, 1, 2, 3))
    await world.live()
    told = [line for line in (await world.heard_by("department")).splitlines() if event in line]
    assert told
    for line in told:
        assert "site" not in line
        assert "2ELEC" not in line
        assert "local:" not in line
