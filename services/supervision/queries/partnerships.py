"""How many partnerships each lycée has."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.views.french import PARIS
from services.supervision.queries.stated import stated_registries
from services.supervision.storage.company_tables import partnerships


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
