"""Pledges of the apprenticeship tax: each lycée's own, told by their total alone."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, delete, func, select, union
from sqlalchemy.dialects.postgresql import insert

from contracts.identifiers import Uai
from contracts.partnerships.commitments import TaxPledgesSuppressedV1, TaxPledgesTotalledV1
from contracts.small_totals import (
    FEWEST,
    TOO_FEW,
    SmallTotal,
    Standing,
    floor_standing,
    is_to_tell,
)
from services.chassis.outbox.last_events import last_facts
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.commitments.model import PledgeState, TaxPledge
from services.partnerships.commitments.tables import tax_pledges, tax_totals

T = tax_pledges.c
COUNTED = [state.value for state in PledgeState if state.counts]


@dataclass(frozen=True)
class Total:
    """What companies pledge in a year, and what was last told of it; None: nothing."""

    companies: int
    amount_euros: int
    told_companies: int | None
    told_euros: int | None

    def is_to_tell(self, *, running: bool) -> bool:
        """Whether the department is told of it now; `running`: whether the year is going on."""
        return is_to_tell(self.companies, told=self.told_companies, running=running)

    @property
    def before(self) -> "Total":
        """The total that was told last."""
        return replace(self, companies=self.told_companies or 0, amount_euros=self.told_euros or 0)


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
        """Pledges of a company, the last year first."""
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

    async def total(self, uai: Uai, year: int) -> Total:
        """A year counted again, and what was last told of it; locked."""
        of = tax_totals.c
        told = select(of.told_companies, of.told_euros).where(of.uai == uai, of.year == year)
        # The row is locked: two who write at once count one after the other.
        last = (await self._uow.execute(told.with_for_update())).first()
        found = (await self._uow.execute(_sums(uai, year))).one()
        before = (None, None) if last is None else (last.told_companies, last.told_euros)
        return Total(found.companies, found.euros, *before)

    async def standing(self, uai: Uai, year: int, total: Total, *, running: bool) -> Standing:
        """What the department reads of a year, or is to be told of it."""
        now = SmallTotal(total.companies, total.amount_euros)
        if total.is_to_tell(running=running):
            return Standing(now, to_tell=True)
        if (told := total.told_companies or 0) < FEWEST:
            return Standing(SmallTotal(told, 0), to_tell=False)
        said = await self._last(uai, year, TaxPledgesTotalledV1, TaxPledgesSuppressedV1)
        return floor_standing(SmallTotal(told, total.told_euros or 0), said, now)

    async def _last(
        self,
        uai: Uai,
        year: int,
        *events: type[TaxPledgesTotalledV1] | type[TaxPledgesSuppressedV1],
    ) -> SmallTotal | None:
        for one in (await last_facts(self._uow, uai, *events)).values():
            told = one.event
            if told.year == year and isinstance(told, TaxPledgesTotalledV1):
                return SmallTotal(told.companies, told.amount_euros)
            if told.year == year:
                return TOO_FEW
        return None

    async def tell(self, uai: Uai, year: int, total: Total) -> tuple[UUID, int]:
        """Note what is being told; the id of the total, and which telling of it this is."""
        told = {"told_companies": total.companies, "told_euros": total.amount_euros}
        first = insert(tax_totals).values(
            uai=uai, year=year, totals_id=self._uow.new_id(), version=1, **told
        )
        statement = first.on_conflict_do_update(
            index_elements=["uai", "year"], set_={"version": tax_totals.c.version + 1, **told}
        ).returning(tax_totals.c.totals_id, tax_totals.c.version)
        row = (await self._uow.execute(statement)).one()
        return row.totals_id, row.version


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
