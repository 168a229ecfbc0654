"""Whatever a bureau does in whatever order, what was told last is what the tables say."""

import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

import pytest

from contracts.internships.periods import (
    CoverageChangedV1,
    PlacementConfirmedV1,
    PlacementWithdrawnV1,
    WithdrawalReason,
)
from contracts.internships.placements import EndReason
from services.chassis.base.errors import PasserelleError
from services.internships.base.days import local_date
from services.internships.exemptions.commands import exempt_pupil, lift_exemption
from services.internships.leavers.commands import cancel_departure, record_departure
from services.internships.participations.model import ExemptionReason
from services.internships.placements.commands.set_placement_dates import set_placement_dates
from tests.internships.world import CARE, ELEC, ENDS, NOW, STARTS, Lycee

STEPS = 480
PUPILS = 8
DAYS = 74
"""From the autumn, when places are looked for, until after the period is over."""


@dataclass
class Year:
    """Two formations, a period each and one for both; random acts on them."""

    lycee: Lycee
    chance: random.Random
    pupils: list[UUID] = field(default_factory=list)
    periods: list[UUID] = field(default_factory=list)
    done: Counter[str] = field(default_factory=Counter)

    async def begin(self) -> None:
        elec, care = await self.lycee.opens(ELEC), await self.lycee.opens(CARE, "1re pro ASSP")
        names = [f"NOM{n} Zoé {'2ELEC' if n % 2 else '1ASSP'}" for n in range(PUPILS)]
        found = await self.lycee.imports(*names, classes={"2ELEC": elec, "1ASSP": care})
        self.pupils = list(found)
        for formations in ((elec,), (care,), (elec, care)):
            self.periods.append(await self.lycee.publishes_a_period(*formations))
        self.site = await self.lycee.knows_a_host()

    @property
    def today(self) -> date:
        return local_date(self.lycee.now)

    async def act(self, step: int) -> None:
        """One act on a pupil and a period chosen at random; the rules may refuse it."""
        self.lycee.now = NOW + timedelta(days=step * DAYS // STEPS)
        usual = (self.propose, self.propose, self.confirm, self.confirm, self.come_back)
        rare = (self.withdraw, self.exempt, self.lift, self.leave, self.set_dates)
        ends = (self.interrupt, self.interrupt, self.note_no_show, self.undo_end) * 2
        during = (*usual, *usual, *ends) if self.today >= STARTS else ()
        act = self.chance.choice((*usual, *usual, *rare, *during))
        try:
            await act(self.chance.choice(self.pupils), self.chance.choice(self.periods))
        except PasserelleError:
            return
        self.done[act.__name__] += 1

    async def propose(self, pupil: UUID, period: UUID) -> None:
        await self.lycee.proposes(pupil, period, self.site)

    async def confirm(self, pupil: UUID, _: UUID) -> None:
        await self.lycee.confirms(*await self._placement(pupil))

    async def withdraw(self, pupil: UUID, _: UUID) -> None:
        placement, version = await self._live(pupil)
        reason = self.chance.choice((WithdrawalReason.HOST, WithdrawalReason.MISTAKE))
        await self.lycee.withdraws(placement, version=version, reason=reason)

    async def set_dates(self, pupil: UUID, _: UUID) -> None:
        placement, version = await self._live(pupil)
        await self.lycee.do(
            set_placement_dates,
            placement_id=placement,
            version=version,
            starts_on=STARTS + timedelta(days=self.chance.randrange(10)),
            ends_on=ENDS + timedelta(days=self.chance.randrange(-8, 8)),
            reason=self.chance.choice(list(EndReason)),
            now=self.lycee.now,
        )

    async def interrupt(self, pupil: UUID, _: UUID) -> None:
        placement, version = await self._live(pupil)
        on = self.today - timedelta(days=self.chance.randrange(5))
        reason = self.chance.choice(list(EndReason))
        await self.lycee.interrupts(placement, version=version, on=on, reason=reason)

    async def note_no_show(self, pupil: UUID, _: UUID) -> None:
        placement, version = await self._live(pupil)
        await self.lycee.notes_a_no_show(placement, version=version, on=self.today)

    async def undo_end(self, pupil: UUID, _: UUID) -> None:
        placement, version = await self._one(pupil, "status IN ('interrupted', 'no_show')")
        await self.lycee.undoes_the_end(placement, version=version)

    async def exempt(self, pupil: UUID, period: UUID) -> None:
        await self.lycee.do(
            exempt_pupil,
            period_id=period,
            pupil_year_id=pupil,
            reason=ExemptionReason.MIXED_PATH,
            now=self.lycee.now,
        )

    async def lift(self, pupil: UUID, period: UUID) -> None:
        await self.lycee.do(
            lift_exemption, period_id=period, pupil_year_id=pupil, now=self.lycee.now
        )

    async def leave(self, pupil: UUID, _: UUID) -> None:
        version = await self._version(pupil)
        await self.lycee.do(
            record_departure,
            pupil_year_id=pupil,
            version=version,
            on=self.today,
            now=self.lycee.now,
        )

    async def come_back(self, pupil: UUID, _: UUID) -> None:
        version = await self._version(pupil)
        await self.lycee.do(
            cancel_departure, pupil_year_id=pupil, version=version, now=self.lycee.now
        )

    async def _placement(self, pupil: UUID) -> tuple[UUID]:
        return ((await self._live(pupil))[0],)

    async def _live(self, pupil: UUID) -> tuple[UUID, int]:
        return await self._one(pupil, "status IN ('proposed', 'confirmed')")

    async def _one(self, pupil: UUID, which: str) -> tuple[UUID, int]:
        rows = await self.lycee.superuser.fetch(
            "SELECT placement_id, version FROM placements WHERE pupil_year_id = $1"
            f" AND {which} ORDER BY placement_id",
            pupil,
        )
        if not rows:
            raise PasserelleError
        row = self.chance.choice(rows)
        return row["placement_id"], row["version"]

    async def _version(self, pupil: UUID) -> int:
        version: int = await self.lycee.superuser.fetchval(
            "SELECT version FROM pupils WHERE pupil_year_id = $1", pupil
        )
        return version

    async def counted_otherwise(self) -> dict[tuple[UUID, str], tuple[int, int, int, int]]:
        """Concerned, exempted, left and agreed, read row by row from the tables."""
        rows = await self.lycee.superuser.fetch(
            "SELECT p.period_id, f.mef, pf.settled IS NOT NULL AS settled,"
            " u.pupil_year_id = ANY (pf.settled_left) AS had_left, u.left_on, e.reason, l.status, CASE WHEN l.status IS NULL"
            " THEN greatest(p.ends_on, (SELECT max(b.own_ends_on) FROM placements b"
            " WHERE b.status IN ('interrupted', 'no_show') AND (b.period_id, b.pupil_year_id) ="
            " (p.period_id, u.pupil_year_id))) ELSE coalesce(l.own_ends_on, p.ends_on) END AS until"
            " FROM periods p JOIN period_formations pf USING (uai, period_id)"
            " JOIN formations f USING (uai, formation_id) JOIN pupils u USING (uai, formation_id)"
            " LEFT JOIN exemptions e USING (uai, period_id, pupil_year_id)"
            " LEFT JOIN placements l ON l.period_id = p.period_id AND l.status = 'confirmed'"
            " AND l.pupil_year_id = u.pupil_year_id"
        )
        figures: dict[tuple[UUID, str], list[int]] = {}
        for row in rows:
            line = figures.setdefault((row["period_id"], row["mef"]), [0, 0, 0, 0])
            line[0] += 1
            leaves = row["left_on"] and row["left_on"] <= row["until"]
            if row["had_left"] if row["settled"] else leaves:
                line[2] += 1
            elif row["reason"]:
                line[1] += 1
            elif row["status"]:
                line[3] += 1
        return {key: (a, b, c, d) for key, (a, b, c, d) in figures.items()}

    async def unchained(self) -> list[UUID]:
        """Places of a pupil in a period that stand beside another one instead of following it."""
        rows = await self.lycee.superuser.fetch(
            "SELECT l.placement_id FROM placements l WHERE l.status <> 'withdrawn' AND EXISTS ("
            " SELECT 1 FROM placements b WHERE (b.period_id, b.pupil_year_id) ="
            " (l.period_id, l.pupil_year_id) AND b.placement_id < l.placement_id"
            " AND b.status <> 'withdrawn')"
            " AND NOT EXISTS (SELECT 1 FROM placements b WHERE b.placement_id = l.follows"
            " AND b.status IN ('interrupted', 'no_show') AND b.ended_on <= l.resumes_on)"
        )
        return [row["placement_id"] for row in rows]


@pytest.mark.parametrize("seed", range(4))
async def test_the_last_figures_told_are_those_of_the_tables(lycee: Lycee, seed: int) -> None:
    year = Year(lycee, random.Random(seed))
    await year.begin()
    for step in range(STEPS):
        await year.act(step)
    done = {"propose", "confirm", "leave", "come_back", "interrupt"}
    assert done <= set(year.done), f"little was allowed: {year.done}"
    assert await year.unchained() == []
    linked = "SELECT count(*) FROM placements WHERE follows IS NOT NULL"
    assert await lycee.superuser.fetchval(linked), "nobody found another place"

    told = await lycee.published(CoverageChangedV1)
    for figures in told:
        without = figures.concerned - figures.exempted - figures.left - figures.host_agreed
        assert without >= 0
    last = {(f.period_id, str(f.mef)): f for f in told}
    assert {
        key: (f.concerned, f.exempted, f.left, f.host_agreed) for key, f in last.items()
    } == await year.counted_otherwise()
    standing = sum(f.host_agreed for f in last.values())
    confirmed = len(await lycee.published(PlacementConfirmedV1))
    assert confirmed - len(await lycee.published(PlacementWithdrawnV1)) == standing
