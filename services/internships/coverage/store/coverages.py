"""Coverage rows: figures of one formation for one published period, counted under their lock."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    Select,
    Uuid,
    any_,
    bindparam,
    column,
    func,
    insert,
    or_,
    select,
    tuple_,
    update,
)

from contracts.identifiers import Mef, SchoolYear, Uai
from services.chassis.database.compiled_statements import Prepared
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.coverage.model import Counts, count
from services.internships.coverage.tables import coverages
from services.internships.formations.tables import formations
from services.internships.participations.store import FLAGS, concerned, participation
from services.internships.periods.model import Period
from services.internships.periods.tables import period_formations, periods
from services.internships.pupils.tables import pupils

_COUNTED = ("concerned", "exempted", "left", "host_agreed", "agreement_issued", "agreement_signed")


@dataclass(frozen=True)
class Coverage:
    """The figures of one formation for one period; the version grows with each change."""

    id: UUID
    uai: Uai
    period_id: UUID
    formation_id: UUID
    mef: Mef
    counts: Counts
    version: int


class Coverages:
    """The coverage rows of the lycées in scope."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def open(self, period: Period) -> None:
        """Have a row for each formation of a period that is being published."""
        statement = (
            select(formations.c.formation_id)
            .where(
                formations.c.uai == period.uai, formations.c.formation_id.in_(period.formation_ids)
            )
            .order_by(formations.c.mef)
        )
        rows = [
            {
                "uai": period.uai,
                "coverage_id": self._uow.new_id(),
                "period_id": period.id,
                "formation_id": formation_id,
                # Version 0 is told to nobody: counting makes the first change, even to zeros.
                "version": 0,
                **asdict(Counts()),
            }
            for formation_id in (await self._uow.execute(statement)).scalars()
        ]
        await self._uow.execute(insert(coverages), rows)

    async def since(self, uai: Uai, year: SchoolYear) -> Sequence[Coverage]:
        """The figures of a school year and those to come as they were last counted, locked."""
        same = (periods.c.uai == coverages.c.uai) & (periods.c.period_id == coverages.c.period_id)
        statement = (
            read_coverages()
            .join(periods, same)
            .where(coverages.c.uai == uai, periods.c.school_year >= year)
            .order_by(coverages.c.period_id, formations.c.mef)
            .with_for_update(of=coverages)
        )
        return [coverage(row) for row in await self._uow.execute(statement)]

    async def named(self, uai: Uai, year: SchoolYear) -> Sequence[Any]:
        """Each figure of a school year: `id`, `label`, `starts_on`, `ends_on`."""
        same = (periods.c.uai == coverages.c.uai) & (periods.c.period_id == coverages.c.period_id)
        statement = (
            read_coverages(
                coverages.c.coverage_id.label("id"),
                formations.c.label,
                periods.c.starts_on,
                periods.c.ends_on,
            )
            .join(periods, same)
            .where(coverages.c.uai == uai, periods.c.school_year == year)
            .order_by(periods.c.starts_on, formations.c.label)
        )
        return (await self._uow.execute(statement)).all()

    async def recount(
        self,
        uai: Uai,
        *,
        period_id: UUID | None = None,
        formation_ids: Collection[UUID] | None = None,
        pupil_year_id: UUID | None = None,
    ) -> Sequence[Coverage]:
        """Count again, and return the rows that changed, as recorded.

        The rows are locked first, in one order for everybody, and counted by a later statement:
        it sees what each transaction that held the lock before has committed. With a pupil given,
        only that pupil's formation is counted again.
        """
        wanted = {
            "period_id": period_id,
            "formation_ids": None if formation_ids is None else list(formation_ids),
        }
        locked = await self._lock(uai, wanted)
        if not locked:
            return []
        counted = await self._count(uai, locked, pupil_year_id)
        changed = []
        for row in locked:
            counts = counted.get((row.period_id, row.formation_id))
            if counts is None or (row.version and counts == row.counts):
                continue
            changed.append(await self.next(row, counts))
        return changed

    async def _lock(self, uai: Uai, wanted: Mapping[str, object]) -> Sequence[Coverage]:
        statement = _locking(*(name for name, value in wanted.items() if value is not None))
        rows = await self._uow.run(statement, {"own": uai, **wanted})
        return [coverage(row) for row in rows]

    async def _count(
        self, uai: Uai, rows: Sequence[Coverage], pupil_year_id: UUID | None
    ) -> dict[tuple[UUID, UUID], Counts]:
        """Count these rows; of a pupil's alone when one is given: no other can have changed."""
        wanted = {
            "own": uai,
            "period_ids": [row.period_id for row in rows],
            "formation_ids": [row.formation_id for row in rows],
            "pupil_year_id": pupil_year_id,
        }
        counted: dict[tuple[UUID, UUID], Counts] = {}
        if pupil_year_id is None:
            counted = {(row.period_id, row.formation_id): Counts() for row in rows}
        for row in await self._uow.run(_counting(of_a_pupil=pupil_year_id is not None), wanted):
            at = (row.period_id, row.formation_id)
            counted[at] = counted.get(at, Counts()) + count([(participation(row), row.pupils)])
        return counted

    async def next(self, row: Coverage, counts: Counts) -> Coverage:
        """Record the next version of a row, which is locked."""
        changed = Coverage(
            row.id, row.uai, row.period_id, row.formation_id, row.mef, counts, row.version + 1
        )
        key = {"own": row.uai, "id": row.id}
        values = {"version": changed.version, **asdict(counts)}
        await self._uow.run(_SAVING, {**key, **values})
        return changed


_UUIDS = ARRAY(Uuid)


# Built once: building a statement costs as much as running it.
@cache
def _locking(*narrowed_by: str) -> Prepared:
    statement = read_coverages().where(coverages.c.uai == bindparam("own"))
    if "period_id" in narrowed_by:
        statement = statement.where(coverages.c.period_id == bindparam("period_id"))
    if "formation_ids" in narrowed_by:
        chosen = any_(bindparam("formation_ids", type_=_UUIDS))
        statement = statement.where(coverages.c.formation_id == chosen)
    ordered = statement.order_by(coverages.c.period_id, formations.c.mef)
    return Prepared(ordered.with_for_update(of=coverages))


@cache
def _counting(*, of_a_pupil: bool) -> Prepared:
    key = (periods.c.period_id, period_formations.c.formation_id)
    wanted = func.unnest(
        bindparam("period_ids", type_=_UUIDS), bindparam("formation_ids", type_=_UUIDS)
    ).table_valued(column("period_id", Uuid), column("formation_id", Uuid), name="wanted")
    statement = (
        concerned(*key, *FLAGS, func.count().label("pupils"))
        .where(
            periods.c.uai == bindparam("own"),
            tuple_(*key).in_(select(*wanted.render_derived().c)),
        )
        .group_by(*key, *FLAGS)
    )
    if of_a_pupil:
        # Read here and not with the lock: whoever moved the pupil held the lock until it was done.
        own = pupils.alias("own")
        theirs = select(own.c.formation_id).where(
            own.c.uai == bindparam("own"), own.c.pupil_year_id == bindparam("pupil_year_id")
        )
        # A period that is over may count the pupil where they were then.
        counted = bindparam("pupil_year_id") == any_(period_formations.c.settled)
        at = period_formations.c.formation_id == theirs.scalar_subquery()
        statement = statement.where(or_(at, counted))
    return Prepared(statement)


_SAVING = Prepared(
    update(coverages).where(
        coverages.c.uai == bindparam("own"), coverages.c.coverage_id == bindparam("id")
    ),
    "version",
    *_COUNTED,
)


def read_coverages(*more: Any) -> Select[Any]:
    """Select coverage rows with the MEF of their formation, and other columns of `formations`."""
    same = (formations.c.uai == coverages.c.uai) & (
        formations.c.formation_id == coverages.c.formation_id
    )
    return select(coverages, formations.c.mef, *more).join(formations, same)


def coverage(row: Any) -> Coverage:
    """Read a row of `read_coverages`."""
    counts = Counts(**{name: getattr(row, name) for name in _COUNTED})
    return Coverage(
        row.coverage_id,
        Uai(row.uai),
        row.period_id,
        row.formation_id,
        Mef(row.mef),
        counts,
        row.version,
    )
