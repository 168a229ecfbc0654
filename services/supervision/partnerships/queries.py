"""Counts of partnerships, declarations and pledges, lycée by lycée."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Date, Select, bindparam, func, select

from services.chassis.database.readings import Reading
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.views.french import PARIS
from services.supervision.base.figures import Count, Untold, few_or
from services.supervision.exactness.queries.stated import stated_registries
from services.supervision.partnerships.tables import declarations, partnerships, tax_totals


@dataclass(frozen=True)
class CommitmentCounts:
    """Counts of commitments of one lycée, today and this year; what no event told is no zero."""

    declarations: Count = Untold.UNTOLD
    """Declarations of regulated work that hold."""
    pledging_companies: Count = Untold.UNTOLD
    pledged_euros: Count = Untold.UNTOLD


async def commitment_counts(uow: UnitOfWork) -> Mapping[str, CommitmentCounts]:
    """By UAI; a lycée that told of none, nor that it has none, is not there."""
    asked = commitments_asked(uow.now.astimezone(PARIS).date())
    declared: dict[str, int] = dict.fromkeys(await stated_registries(uow), 0)
    declared |= await DECLARATIONS.of(uow, asked)
    pledged = await PLEDGES.of(uow, asked)
    nothing = (Untold.UNTOLD, Untold.UNTOLD)
    return {
        uai: CommitmentCounts(declared.get(uai, Untold.UNTOLD), *pledged.get(uai, nothing))
        for uai in {*declared, *pledged}
    }


def commitments_asked(today: date) -> Mapping[str, Any]:
    """What `DECLARATIONS`, `PLEDGES` and `PARTNERSHIPS` ask."""
    return {"today": today, "tax_year": today.year}


_TODAY = bindparam("today", type_=Date)
_HOLDS = declarations.c.withdrawn.is_(False) & (declarations.c.valid_until >= _TODAY)
DECLARATIONS = Reading(
    select(declarations.c.uai, func.count().filter(_HOLDS).label("many")).group_by(
        declarations.c.uai
    ),
    lambda rows: {row.uai: row.many for row in rows},
)
PLEDGES = Reading(
    select(tax_totals.c.uai, tax_totals.c.companies, tax_totals.c.amount_euros).where(
        tax_totals.c.year == bindparam("tax_year")
    ),
    lambda rows: {row.uai: (few_or(row.companies), few_or(row.amount_euros)) for row in rows},
)


@dataclass(frozen=True)
class PartnershipCounts:
    """Counts of partnerships of one lycée, today."""

    active: int = 0
    under_agreement: int = 0
    """Those among them with a signed agreement that has not run out."""
    in_view: int = 0
    """Those that are open and not active: looked for, under discussion, at rest."""


async def partnership_counts(uow: UnitOfWork) -> Mapping[str, PartnershipCounts]:
    """By UAI; a lycée that told of none, nor that it has none, is not there."""
    asked = commitments_asked(uow.now.astimezone(PARIS).date())
    none = dict.fromkeys(await stated_registries(uow), PartnershipCounts())
    return none | await PARTNERSHIPS.of(uow, asked)


def _by_stage() -> Select[Any]:
    known = partnerships.c
    active = known.stage == "active"
    holds = (known.agreement == "signed") & (known.until_on >= _TODAY)
    return select(
        known.uai,
        func.count().filter(active).label("active"),
        func.count().filter(active & holds).label("under_agreement"),
        func.count().filter(~active & (known.stage != "ended")).label("in_view"),
    ).group_by(known.uai)


PARTNERSHIPS = Reading(
    _by_stage(),
    lambda rows: {
        row.uai: PartnershipCounts(row.active, row.under_agreement, row.in_view) for row in rows
    },
)
