"""The calendars of classes: what concerns each, and of which no period is expected."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, func, select
from sqlalchemy.dialects.postgresql import insert

from contracts.identifiers import SchoolYear, Uai
from services.chassis.database.readings import Reading
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.base.parameters import LYCEES, YEAR, given
from services.internships.calendars.model import ClassCalendar, NoneExpected, concerning
from services.internships.calendars.tables import classes_expecting_none as said
from services.internships.formations.tables import classes
from services.internships.periods.model import Period
from services.internships.periods.store import Periods
from services.internships.pupils.tables import pupils


class ClassCalendars:
    """The calendars of the classes of the lycées in scope."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def of_year(self, uais: frozenset[Uai], year: SchoolYear) -> Sequence[ClassCalendar]:
        """Calendars of a school year, by lycée and label."""
        rows = await CLASSES_OF_YEAR.of(self._uow, given(uais, year=year))
        periods = sorted(await Periods(self._uow).of(uais), key=lambda one: one.starts_on)
        return [_calendar(row, periods) for row in rows]

    async def with_ids(self, class_ids: Collection[UUID]) -> Sequence[ClassCalendar]:
        """Those of these classes; another lycée's are not found."""
        rows = (await self._uow.execute(_select().where(classes.c.class_id.in_(class_ids)))).all()
        lycees = frozenset(Uai(row.uai) for row in rows)
        periods = await Periods(self._uow).of(lycees)
        return [_calendar(row, periods) for row in rows]

    async def expect_none(
        self, calendars: Sequence[ClassCalendar], expected: NoneExpected
    ) -> frozenset[UUID]:
        """Record that no (other) period is expected; what somebody said before stays as it was.

        Returns the classes of which it is said now, and was not.
        """
        rows = [
            {
                "uai": calendar.uai,
                "class_id": calendar.class_id,
                "act_id": expected.act,
                "said_on": expected.on,
                "said_as": expected.role,
            }
            for calendar in calendars
        ]
        if not rows:
            return frozenset()
        statement = insert(said).values(rows).on_conflict_do_nothing().returning(said.c.class_id)
        return frozenset((await self._uow.execute(statement)).scalars())

    async def take_back(self, act_id: UUID, class_id: UUID | None = None) -> int:
        """Forget what was said in one act, of one of its classes or of all; how many there were."""
        statement = delete(said).where(said.c.act_id == act_id)
        if class_id is not None:
            statement = statement.where(said.c.class_id == class_id)
        return int((await self._uow.execute(statement)).rowcount)

    async def expect(self, period: Period) -> None:
        """Forget that none was expected of the classes of a new period.

        Should the draft be given up, somebody looks at them again.
        """
        calendars = await self.of_year(frozenset({period.uai}), period.school_year)
        concerned = [one.class_id for one in calendars if period.id in one.period_ids]
        own = (said.c.uai == period.uai, said.c.class_id.in_(concerned))
        await self._uow.execute(delete(said).where(*own))


def _select() -> Any:
    followed = (
        select(func.array_agg(pupils.c.formation_id.distinct()))
        .where(
            pupils.c.uai == classes.c.uai,
            pupils.c.class_id == classes.c.class_id,
            pupils.c.left_on.is_(None),
        )
        .correlate(classes)
        .scalar_subquery()
    )
    to_said = (said.c.uai == classes.c.uai) & (said.c.class_id == classes.c.class_id)
    return select(
        classes,
        followed.label("followed"),
        *(said.c[name] for name in ("act_id", "said_on", "said_as")),
    ).select_from(classes.outerjoin(said, to_said))


def _calendar(row: Row[Any], periods: Sequence[Period]) -> ClassCalendar:
    # A class nobody is in yet follows what it was opened for.
    followed = frozenset(row.followed or (row.formation_id,))
    year, uai = SchoolYear(row.school_year), Uai(row.uai)
    own = [
        period
        for period in periods
        if period.uai == uai
        and concerning(period, class_id=row.class_id, year=year, formation_ids=followed)
    ]
    expected = row.act_id and NoneExpected(row.act_id, row.said_on, row.said_as)
    return ClassCalendar(row.class_id, uai, year, row.label, followed, own, expected or None)


CLASSES_OF_YEAR = Reading(
    _select()
    .where(classes.c.uai == LYCEES, classes.c.school_year == YEAR)
    .order_by(classes.c.uai, classes.c.label),
    lambda rows: rows,
)
"""The classes of a school year, with what is said of them."""
