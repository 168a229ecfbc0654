"""What companies declared and pledged, counted for each lycée."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.views.french import PARIS
from services.supervision.domain.indicators.measuring import Count, Untold
from services.supervision.queries.stated import stated_registries
from services.supervision.storage.tables import declarations, tax_totals


@dataclass(frozen=True)
class CommitmentCounts:
    """Of one lycée, today and this year; what no event told is no zero."""

    declarations: Count = Untold.UNTOLD
    """Declarations of regulated work that hold."""
    pledging_companies: Count = Untold.UNTOLD
    pledged_euros: Count = Untold.UNTOLD


async def commitment_counts(uow: UnitOfWork) -> Mapping[str, CommitmentCounts]:
    """By UAI; a lycée that told of none, nor that it has none, is not there."""
    today = uow.now.astimezone(PARIS).date()
    known, of = declarations.c, tax_totals.c
    holds = known.withdrawn.is_(False) & (known.valid_until >= today)
    counted = select(known.uai, func.count().filter(holds).label("many")).group_by(known.uai)
    declared: dict[str, int] = dict.fromkeys(await stated_registries(uow), 0)
    declared |= {row.uai: row.many for row in await uow.execute(counted)}
    totals = select(of.uai, of.companies, of.amount_euros).where(of.year == today.year)
    pledged = {
        row.uai: (few_or(row.companies), few_or(row.amount_euros))
        for row in await uow.execute(totals)
    }
    nothing = (Untold.UNTOLD, Untold.UNTOLD)
    return {
        uai: CommitmentCounts(declared.get(uai, Untold.UNTOLD), *pledged.get(uai, nothing))
        for uai in {*declared, *pledged}
    }


def few_or(count: int | None) -> Count:
    """What was told of a total: the count, or that it is of too few."""
    return Untold.TOO_FEW if count is None else count
