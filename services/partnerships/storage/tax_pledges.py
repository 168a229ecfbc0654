"""Pledges of the apprenticeship tax: each lycée's own, told by their total alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, delete, func, select, union
from sqlalchemy.dialects.postgresql import insert

from contracts.identifiers import Uai
from services.chassis.work import UnitOfWork
from services.partnerships.domain.tax_pledge import PledgeState, TaxPledge
from services.partnerships.storage.commitment_tables import tax_pledges, tax_totals

T = tax_pledges.c
COUNTED = [state.value for state in PledgeState if state.counts]


@dataclass(frozen=True)
class Total:
    """The total of a year, and which telling of it this is."""

    id: UUID
    year: int
    companies: int
    amount_euros: int
    version: int


class TaxPledges:
    """The pledges to the lycées in scope."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def keep(self, pledge: TaxPledge) -> None:
        """Record where a company's pledge of a year is."""
        values = {**vars(pledge), "state": pledge.state.value}
        statement = insert(tax_pledges).values(**values)
        await self._uow.execute(
            statement.on_conflict_do_update(
                index_elements=["uai", "company_id", "year"],
                set_={"state": statement.excluded.state, "amount_euros": pledge.amount_euros},
            )
        )

    async def remove(self, uai: Uai, company_id: UUID, year: int) -> TaxPledge | None:
        """Forget a pledge, and return it; None when there was none."""
        statement = delete(tax_pledges).where(
            T.uai == uai, T.company_id == company_id, T.year == year
        )
        row = (await self._uow.execute(statement.returning(tax_pledges))).first()
        return read_pledge(row) if row else None

    async def of(self, company_id: UUID) -> Sequence[TaxPledge]:
        """Those of a company, the last year first."""
        statement = (
            select(tax_pledges).where(T.company_id == company_id).order_by(T.year.desc(), T.uai)
        )
        return [read_pledge(row) for row in await self._uow.execute(statement)]

    async def pledged(self, year: int) -> tuple[int, int]:
        """How many companies pledged something for a year, and how many euros in all."""
        amount = func.coalesce(func.sum(T.amount_euros), 0)
        statement = select(
            func.count(T.company_id.distinct()).label("companies"), amount.label("euros")
        ).where(T.uai.in_(self._uow.scope.uais), T.year == year, T.state.in_(COUNTED))
        found = (await self._uow.execute(statement)).one()
        return found.companies, found.euros

    async def years(self, uai: Uai) -> Sequence[int]:
        """The years a lycée has a pledge of, or has told a total of."""
        noted = select(T.year).where(T.uai == uai)
        told = select(tax_totals.c.year).where(tax_totals.c.uai == uai)
        return sorted((await self._uow.execute(union(noted, told))).scalars())

    async def is_told(self, uai: Uai, year: int) -> bool:
        """Whether a total of a year was ever told, or told to be of too few."""
        of = tax_totals.c
        told = select(of.year).where(of.uai == uai, of.year == year)
        return (await self._uow.execute(told)).first() is not None

    async def count(self, uai: Uai, year: int) -> tuple[int, int]:
        """How many companies pledged something to a lycée in a year, and how many euros."""
        found = (await self._uow.execute(_sums(uai, year))).one()
        return found.companies, found.euros

    async def total(self, uai: Uai, year: int) -> Total:
        """Count a year again, as the next telling of it."""
        first = insert(tax_totals).values(
            uai=uai, year=year, totals_id=self._uow.new_id(), version=1
        )
        # The row is locked: two who write at once count one after the other.
        told = first.on_conflict_do_update(
            index_elements=["uai", "year"], set_={"version": tax_totals.c.version + 1}
        ).returning(tax_totals.c.totals_id, tax_totals.c.version)
        row = (await self._uow.execute(told)).one()
        return Total(row.totals_id, year, *await self.count(uai, year), row.version)


def _sums(uai: Uai, year: int) -> Select[Any]:
    amount = func.coalesce(func.sum(T.amount_euros), 0).label("euros")
    return select(func.count().label("companies"), amount).where(_counted(uai, year))


def _counted(uai: Uai, year: int) -> ColumnElement[bool]:
    return and_(T.uai == uai, T.year == year, T.state.in_(COUNTED))


def read_pledge(row: Any) -> TaxPledge:
    """Read the columns of the table."""
    return TaxPledge(
        uai=Uai(row.uai),
        company_id=row.company_id,
        year=row.year,
        state=PledgeState(row.state),
        amount_euros=row.amount_euros,
    )
