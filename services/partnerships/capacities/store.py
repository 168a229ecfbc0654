"""Places that are offered and places that are taken: each lycée's own."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    delete,
    func,
    literal_column,
    select,
    tuple_,
    update,
)
from sqlalchemy.dialects.postgresql import insert

from contracts.identifiers import Mef, Uai
from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.capacities.model import Capacity
from services.partnerships.capacities.tables import capacities, taken_seats
from services.partnerships.closures.store import closed_sites

C, T = capacities.c, taken_seats.c
_A_MONTH: Any = literal_column("interval '1 month'")


class Capacities:
    """The places offered to the lycées in scope."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def add(self, capacity: Capacity) -> None:
        """Record an offer."""
        values = {**vars(capacity), "capacity_id": capacity.id}
        del values["id"]
        await self._uow.execute(insert(capacities).values(**values))

    async def take(self, company_id: UUID, capacity_id: UUID) -> tuple[Capacity, bool]:
        """Remove an offer; whether the department was told of it. Raises NotFound."""
        statement = delete(capacities).where(
            C.company_id == company_id, C.capacity_id == capacity_id
        )
        row = (await self._uow.execute(statement.returning(capacities))).first()
        if row is None:
            raise NotFound
        return read_capacity(row), row.told

    async def count_own(self, uai: Uai, site_id: UUID, *, from_month: date) -> int:
        """Offers the company of a site made to a lycée, and that are not over."""
        own = (C.uai == uai, C.site_id == site_id, C.by_company, C.to_month >= from_month)
        statement = select(func.count()).select_from(capacities).where(*own)
        return int((await self._uow.execute(statement)).scalar_one())

    async def tell(self, uai: Uai) -> Sequence[Capacity]:
        """Offers of a lycée the department was not told of, by site; from now on it was."""
        statement = update(capacities).where(C.uai == uai, C.told.is_(False)).values(told=True)
        rows = await self._uow.execute(statement.returning(capacities))
        return sorted(map(read_capacity, rows), key=lambda one: (one.site_id, one.id))

    async def note_taken(
        self,
        uai: Uai,
        *,
        tally_id: UUID,
        site_id: UUID,
        monday: date,
        seats: int,
        version: int,
    ) -> None:
        """Keep the newest count of a site and week; an older one never overwrites it."""
        statement = insert(taken_seats).values(
            uai=uai,
            tally_id=tally_id,
            site_id=site_id,
            monday=monday,
            seats=seats,
            version=version,
        )
        await self._uow.execute(
            statement.on_conflict_do_update(
                index_elements=["uai", "tally_id"],
                set_={"seats": statement.excluded.seats, "version": statement.excluded.version},
                where=T.version < statement.excluded.version,
            )
        )


def remaining(month: date | BindParameter[date]) -> Any:
    """What is left of an offer from this month on: its seats but those of its fullest week.

    Nobody tells which offer of a site pupils take: each takes one place there, of the first offers.
    """
    over = (func.sum(T.seats) - _offered_before()).label("over")
    fullest = (
        select(over)
        .where(
            T.uai == C.uai,
            T.site_id == C.site_id,
            T.monday > func.greatest(C.from_month, month) - 7,
            T.monday < C.to_month + _A_MONTH,
        )
        .group_by(T.monday)
        .order_by(over.desc())
        .limit(1)
        .correlate(capacities)
        .scalar_subquery()
    )
    return func.greatest(C.seats - func.greatest(func.coalesce(fullest, 0), 0), 0)


def _offered_before() -> Any:
    """The seats of the offers of the same site and week that are taken first."""
    first = capacities.alias("first")
    return (
        select(func.coalesce(func.sum(first.c.seats), 0))
        .where(
            first.c.uai == C.uai,
            first.c.site_id == C.site_id,
            tuple_(first.c.from_month, first.c.capacity_id) < tuple_(C.from_month, C.capacity_id),
            T.monday > first.c.from_month - 7,
            T.monday < first.c.to_month + _A_MONTH,
        )
        .correlate(capacities, taken_seats)
        .scalar_subquery()
    )


def offering(uais: Sequence[str], month: date) -> Select[Any]:
    """The companies that have places left for these lycées, this month or later, at an open site."""
    left: ColumnElement[bool] = remaining(month) > 0
    is_open = C.site_id.not_in(closed_sites())
    return select(C.company_id).where(C.uai.in_(list(uais)), C.to_month >= month, is_open, left)


async def companies_offering(
    uow: UnitOfWork, uais: Sequence[str], mefs: Sequence[str], month: date
) -> Sequence[UUID]:
    """The companies that offer these lycées places for one of these formations, now or later."""
    statement = (
        select(C.company_id)
        .distinct()
        .where(C.uai.in_(list(uais)), C.mef.in_(list(mefs)), C.to_month >= month)
    )
    return list((await uow.execute(statement)).scalars())


def read_capacity(row: Any) -> Capacity:
    """Read the columns of the table."""
    return Capacity(
        id=row.capacity_id,
        uai=Uai(row.uai),
        company_id=row.company_id,
        site_id=row.site_id,
        mef=Mef(row.mef) if row.mef else None,
        from_month=row.from_month,
        to_month=row.to_month,
        seats=row.seats,
        by_company=row.by_company,
    )
