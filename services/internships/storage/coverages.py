"""Coverage rows: figures of one formation for one published period, counted under their lock."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, Select, bindparam, func, insert, select, tuple_, update

from contracts.identifiers import Mef, Uai
from services.chassis.work import UnitOfWork
from services.internships.domain.coverage import Counts, count
from services.internships.domain.period import Period
from services.internships.storage.participations import FLAGS, concerned, participation
from services.internships.storage.tables import coverages, formations, period_formations, periods

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

    async def recount(
        self,
        uai: Uai,
        *,
        period_id: UUID | None = None,
        formation_ids: Collection[UUID] | None = None,
    ) -> Sequence[Coverage]:
        """Count again, and return the rows that changed, as recorded.

        The rows are locked first, in one order for everybody, and counted by a later statement:
        it sees what each transaction that held the lock before has committed.
        """
        locked = await self._lock(uai, period_id, formation_ids)
        if not locked:
            return []
        counted = await self._count(uai, locked)
        changed = []
        for row in locked:
            counts = counted.get((row.period_id, row.formation_id), Counts())
            if row.version and counts == row.counts:
                continue
            changed.append(await self._save(row, counts))
        return changed

    async def _lock(
        self, uai: Uai, period_id: UUID | None, formation_ids: Collection[UUID] | None
    ) -> Sequence[Coverage]:
        wanted = {"period_id": period_id, "formation_ids": formation_ids}
        statement = _locking(*(name for name, value in wanted.items() if value is not None))
        rows = await self._uow.execute(statement, {"own": uai, **wanted})
        return [coverage(row) for row in rows]

    async def _count(self, uai: Uai, rows: Sequence[Coverage]) -> dict[tuple[UUID, UUID], Counts]:
        wanted = [(row.period_id, row.formation_id) for row in rows]
        counted: dict[tuple[UUID, UUID], Counts] = {}
        for row in await self._uow.execute(_counting(), {"own": uai, "wanted": wanted}):
            at = (row.period_id, row.formation_id)
            counted[at] = counted.get(at, Counts()) + count([(participation(row), row.pupils)])
        return counted

    async def _save(self, row: Coverage, counts: Counts) -> Coverage:
        changed = Coverage(
            row.id, row.uai, row.period_id, row.formation_id, row.mef, counts, row.version + 1
        )
        key = {"own": row.uai, "id": row.id}
        values = {"version": changed.version, **asdict(counts)}
        await self._uow.execute(_SAVING, {**key, **values})
        return changed


# Built once: building a statement costs as much as running it.
@cache
def _locking(*narrowed_by: str) -> Select[Any]:
    statement = read_coverages().where(coverages.c.uai == bindparam("own"))
    if "period_id" in narrowed_by:
        statement = statement.where(coverages.c.period_id == bindparam("period_id"))
    if "formation_ids" in narrowed_by:
        chosen: BindParameter[Any] = bindparam("formation_ids", expanding=True)
        statement = statement.where(coverages.c.formation_id.in_(chosen))
    return statement.order_by(coverages.c.period_id, formations.c.mef).with_for_update(of=coverages)


@cache
def _counting() -> Select[Any]:
    key = (periods.c.period_id, period_formations.c.formation_id)
    return (
        concerned(*key, *FLAGS, func.count().label("pupils"))
        .where(
            periods.c.uai == bindparam("own"),
            tuple_(*key).in_(bindparam("wanted", expanding=True)),
        )
        .group_by(*key, *FLAGS)
    )


_SAVING = update(coverages).where(
    coverages.c.uai == bindparam("own"), coverages.c.coverage_id == bindparam("id")
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
