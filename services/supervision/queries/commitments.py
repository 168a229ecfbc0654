"""What companies declared and pledged, counted for each lycée."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select

from services.chassis.web.french import PARIS
from services.chassis.work import UnitOfWork
from services.supervision.storage.tables import declarations, tax_totals


@dataclass(frozen=True)
class CommitmentCounts:
    """Of one lycée, today and this year."""

    declarations: int = 0
    """Declarations of regulated work that hold."""
    pledged_euros: int = 0


async def commitment_counts(uow: UnitOfWork) -> Mapping[str, CommitmentCounts]:
    """By UAI; a lycée that told of none is not there."""
    today = uow.now.astimezone(PARIS).date()
    known = declarations.c
    counted = (
        select(known.uai, func.count().label("declarations"))
        .where(known.withdrawn.is_(False), known.valid_until >= today)
        .group_by(known.uai)
        .subquery()
    )
    total = (
        select(tax_totals.c.uai, tax_totals.c.amount_euros)
        .where(tax_totals.c.year == today.year)
        .subquery()
    )
    uai = func.coalesce(counted.c.uai, total.c.uai)
    statement = select(
        uai.label("uai"),
        func.coalesce(counted.c.declarations, 0).label("declarations"),
        func.coalesce(total.c.amount_euros, 0).label("euros"),
    ).select_from(counted.outerjoin(total, counted.c.uai == total.c.uai, full=True))
    return {
        row.uai: CommitmentCounts(row.declarations, row.euros)
        for row in await uow.execute(statement)
    }
