"""Counts of partnerships, declarations and pledges, lycée by lycée."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.views.french import PARIS
from services.supervision.base.figures import Count, Untold, few_or
from services.supervision.exactness.queries.stated import stated_registries
from services.supervision.partnerships.tables import declarations, partnerships, tax_totals


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


@dataclass(frozen=True)
class PartnershipCounts:
    """Of one lycée, today."""

    active: int = 0
    under_agreement: int = 0
    """Those among them with a signed agreement that has not run out."""
    in_view: int = 0
    """Those that are open and not active: looked for, under discussion, at rest."""


async def partnership_counts(uow: UnitOfWork) -> Mapping[str, PartnershipCounts]:
    """By UAI; a lycée that told of none, nor that it has none, is not there."""
    known = partnerships.c
    active = known.stage == "active"
    holds = (known.agreement == "signed") & (known.until_on >= uow.now.astimezone(PARIS).date())
    statement = select(
        known.uai,
        func.count().filter(active).label("active"),
        func.count().filter(active & holds).label("under_agreement"),
        func.count().filter(~active & (known.stage != "ended")).label("in_view"),
    ).group_by(known.uai)
    none = dict.fromkeys(await stated_registries(uow), PartnershipCounts())
    return none | {
        row.uai: PartnershipCounts(row.active, row.under_agreement, row.in_view)
        for row in await uow.execute(statement)
    }
