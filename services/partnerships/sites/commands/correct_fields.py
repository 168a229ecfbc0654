"""A few fields of a card, of the company's or of one site's, are corrected together."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from contracts.identifiers import Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.companies.commands import correct_company
from services.partnerships.companies.model.company import Company
from services.partnerships.sites.commands.correct_site import correct_site


async def correct_fields(
    uow: UnitOfWork,
    *,
    company: Company,
    site_id: UUID | None,
    values: Mapping[str, Any],
    version: int,
    uai: Uai | None = None,
    now: datetime,
) -> None:
    """Correct the card of a company (fiche corrigée), or of a site of it, as by hand.

    Raises NotFound, StaleVersion, CompanyAlreadyKnown, LyceeNotChosen.
    """
    if site_id is None:
        details = replace(company.details, **values)
        await correct_company(
            uow, company_id=company.id, version=version, details=details, uai=uai, now=now
        )
        return
    await correct_site(
        uow,
        company_id=company.id,
        site_id=site_id,
        version=version,
        details=replace(company.site(site_id).details, **values),
        uai=uai,
        now=now,
    )
