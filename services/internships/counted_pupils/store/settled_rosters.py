"""Rosters of finished periods: lists of classes that come later change nothing of it."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Update, and_, any_, func, literal, select, update

from contracts.identifiers import SchoolYear, Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.counted_pupils.tables import counted_changes
from services.internships.participations.store import (
    EXPECTED_UNTIL,
    LEFT_BEFORE_THE_END,
    SETTLED,
    concerned,
)
from services.internships.periods.model import PeriodStatus
from services.internships.periods.tables import period_formations, periods
from services.internships.pupils.tables import pupils
from services.internships.stays.model.states import PlacementStatus
from services.internships.stays.tables import placements

_PUBLISHED = periods.c.status == PeriodStatus.PUBLISHED.value
_SAME = and_(
    period_formations.c.uai == periods.c.uai, period_formations.c.period_id == periods.c.period_id
)


@dataclass(frozen=True)
class SettledRoster:
    """The pupils one formation has in one period that is over, and who of them had left."""

    uai: Uai
    period_id: UUID
    formation_id: UUID
    pupils: frozenset[UUID]
    left: frozenset[UUID]

    def without(self, pupil_year_ids: Collection[UUID]) -> "SettledRoster":
        """The roster, but for some pupils."""
        gone = frozenset(pupil_year_ids)
        return replace(self, pupils=self.pupils - gone, left=self.left - gone)

    def having(self, pupil_year_ids: Collection[UUID]) -> "SettledRoster":
        """The roster, and some pupils more."""
        return replace(self, pupils=self.pupils | frozenset(pupil_year_ids))

    def losing(self, pupil_year_ids: Collection[UUID]) -> "SettledRoster":
        """The roster, some of its pupils having left before its end."""
        return replace(self, left=self.left | (self.pupils & frozenset(pupil_year_ids)))


class SettledRosters:
    """The periods of the lycées in scope that are over, and whose they were."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def settle(self, uai: Uai, year: SchoolYear, *, before: date) -> None:
        """Have the published periods over before a day keep the pupils they are for now.

        Comes before anything that changes the classes: what follows is of that day.
        """
        over = and_(
            periods.c.uai == uai,
            periods.c.school_year == year,
            periods.c.ends_on < before,
            _PUBLISHED,
            ~SETTLED,
        )
        key = (period_formations.c.period_id, period_formations.c.formation_id)
        open_ones = select(*key).select_from(periods.join(period_formations, _SAME)).where(over)
        rows = await self._uow.execute(open_ones)
        found = [(row.period_id, row.formation_id) for row in rows]
        if not found:
            return
        members: dict[Any, set[UUID]] = defaultdict(set)
        left: dict[Any, set[UUID]] = defaultdict(set)
        counted = concerned(*key, pupils.c.pupil_year_id, LEFT_BEFORE_THE_END.label("gone"))
        for row in await self._uow.execute(counted.where(over)):
            members[row.period_id, row.formation_id].add(row.pupil_year_id)
            if row.gone:
                left[row.period_id, row.formation_id].add(row.pupil_year_id)
        for at in found:
            settled = SettledRoster(uai, *at, frozenset(members[at]), frozenset(left[at]))
            # Whoever settled it meanwhile saw what it was before their own change.
            await self._uow.execute(_saving(settled).where(~SETTLED))

    async def since(self, uai: Uai, year: SchoolYear, day: date) -> Sequence[SettledRoster]:
        """Rosters of a school year whose last day is a day or later."""
        return await self._read(
            periods.c.uai == uai, periods.c.school_year == year, periods.c.ends_on >= day
        )

    async def counted_before(self, uai: Uai, day: date) -> set[UUID]:
        """Pupils the periods over before a day count."""
        statement = (
            select(func.unnest(period_formations.c.settled))
            .select_from(periods.join(period_formations, _SAME))
            .where(periods.c.uai == uai, periods.c.ends_on < day)
        )
        return set((await self._uow.execute(statement)).scalars())

    async def join(
        self,
        uai: Uai,
        year: SchoolYear,
        day: date,
        pupil_year_ids: Collection[UUID],
        *,
        leaving: Collection[UUID],
    ) -> None:
        """Have the periods that went on a day, though over by now, count some pupils where they are now.

        Of those counted there already, it is said anew that they had left of the `leaving` ones
        alone. Whom somebody counted by name stays as they said.
        """
        for settled in await self.since(uai, year, day) if pupil_year_ids else ():
            touched = set(pupil_year_ids) - await self._named(settled)
            statement = concerned(
                pupils.c.pupil_year_id, LEFT_BEFORE_THE_END.label("gone"), by_classes=True
            ).where(
                periods.c.period_id == settled.period_id,
                period_formations.c.formation_id == settled.formation_id,
                pupils.c.pupil_year_id.in_(touched),
            )
            rows = (await self._uow.execute(statement)).all()
            there = {row.pupil_year_id for row in rows}
            gone = {row.pupil_year_id for row in rows if row.gone}
            moved = touched - ((settled.pupils & there) - set(leaving))
            await self.save(settled.without(moved).having(there & moved).losing(gone & moved))

    async def _named(self, settled: SettledRoster) -> set[UUID]:
        """Pupils of whom somebody said that a period counts them, or does not."""
        said = counted_changes.c
        statement = select(func.unnest(said.added.concat(said.removed))).where(
            said.period_id == settled.period_id, said.formation_id == settled.formation_id
        )
        return set((await self._uow.execute(statement)).scalars())

    async def of_period(self, period_id: UUID) -> Sequence[SettledRoster]:
        """Rosters of one period; none while it follows its classes."""
        return await self._read(periods.c.period_id == period_id)

    async def of_pupil(self, uai: Uai, pupil_year_id: UUID) -> Sequence[SettledRoster]:
        """Rosters that count one pupil."""
        return await self._read(
            periods.c.uai == uai, literal(pupil_year_id) == any_(period_formations.c.settled)
        )

    async def by_classes(self, period_id: UUID) -> dict[UUID, set[UUID]]:
        """Pupils the classes of a period have now, by formation."""
        columns = (period_formations.c.formation_id, pupils.c.pupil_year_id)
        statement = concerned(*columns, by_classes=True).where(periods.c.period_id == period_id)
        found: dict[UUID, set[UUID]] = defaultdict(set)
        for row in await self._uow.execute(statement):
            found[row.formation_id].add(row.pupil_year_id)
        return found

    async def gone_before_the_end(
        self, period_id: UUID, pupil_year_ids: Collection[UUID]
    ) -> set[UUID]:
        """Who of some pupils counted in a period left before it was over for them."""
        statement = concerned(pupils.c.pupil_year_id).where(
            periods.c.period_id == period_id,
            pupils.c.pupil_year_id.in_(pupil_year_ids),
            LEFT_BEFORE_THE_END,
        )
        return set((await self._uow.execute(statement)).scalars())

    async def with_a_place(self, period_id: UUID) -> set[UUID]:
        """Who was proposed a place in a period and did not lose it to a mistake."""
        statement = select(placements.c.pupil_year_id).where(
            placements.c.period_id == period_id,
            placements.c.status != PlacementStatus.WITHDRAWN.value,
        )
        return set((await self._uow.execute(statement)).scalars())

    async def goes_on(self, period_id: UUID, pupil_year_id: UUID, today: date) -> bool:
        """Whether a period goes on for one pupil: days of their own may be after its last one."""
        statement = concerned(EXPECTED_UNTIL).where(
            periods.c.period_id == period_id, pupils.c.pupil_year_id == pupil_year_id
        )
        until = (await self._uow.execute(statement)).scalar_one_or_none()
        return until is not None and until >= today

    async def save(self, settled: SettledRoster) -> None:
        """Record whose a period is."""
        await self._uow.execute(_saving(settled))

    async def reopen(self, uai: Uai, period_id: UUID) -> None:
        """Have a period follow its classes again; whose it was is kept aside."""
        own = period_formations.c
        await self._uow.execute(
            update(period_formations)
            .where(own.uai == uai, own.period_id == period_id, SETTLED)
            .values(
                settled=None,
                settled_left=None,
                settled_aside=own.settled,
                settled_left_aside=own.settled_left,
            )
        )

    async def close_again(self, uai: Uai, period_id: UUID) -> None:
        """Have a period be whose it was before it was said to go on: its dates were a slip."""
        own = period_formations.c
        await self._uow.execute(
            update(period_formations)
            .where(own.uai == uai, own.period_id == period_id, own.settled_aside.is_not(None))
            .values(
                settled=own.settled_aside,
                settled_left=own.settled_left_aside,
                settled_aside=None,
                settled_left_aside=None,
            )
        )

    async def tell_left_anew(self, period_id: UUID) -> None:
        """Its end moved: say of those who left, and are still gone, whether it was before the end."""
        for settled in await self.of_period(period_id):
            away = select(pupils.c.pupil_year_id).where(
                pupils.c.pupil_year_id.in_(settled.pupils), pupils.c.left_on.is_not(None)
            )
            still = set((await self._uow.execute(away)).scalars())
            gone = await self.gone_before_the_end(period_id, still)
            await self.save(replace(settled, left=settled.left - still).losing(gone))

    async def _read(self, *conditions: Any) -> Sequence[SettledRoster]:
        statement = (
            select(period_formations)
            .select_from(periods.join(period_formations, _SAME))
            .where(SETTLED, *conditions)
            .order_by(period_formations.c.period_id, period_formations.c.formation_id)
            .with_for_update(of=period_formations)
        )
        return [_settled(row) for row in await self._uow.execute(statement)]


def _saving(settled: SettledRoster) -> Update:
    return (
        update(period_formations)
        .where(
            period_formations.c.uai == settled.uai,
            period_formations.c.period_id == settled.period_id,
            period_formations.c.formation_id == settled.formation_id,
        )
        .values(settled=sorted(settled.pupils), settled_left=sorted(settled.left))
    )


def _settled(row: Row[Any]) -> SettledRoster:
    return SettledRoster(
        Uai(row.uai),
        row.period_id,
        row.formation_id,
        frozenset(row.settled),
        frozenset(row.settled_left),
    )
