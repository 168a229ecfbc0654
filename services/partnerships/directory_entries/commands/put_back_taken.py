"""A bureau takes back what it took from the public directory."""

from datetime import datetime
from uuid import UUID

from contracts.identifiers import Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.companies.store.companies import Companies
from services.partnerships.directory_entries.model import TakenChangedSince, from_kept
from services.partnerships.directory_entries.store.entries import DirectoryEntries
from services.partnerships.sites.commands import correct_fields


async def put_back_taken(
    uow: UnitOfWork, *, company_id: UUID, taking_id: UUID, uai: Uai | None = None, now: datetime
) -> None:
    """Have the card say again what it said before (remis), unless somebody corrected it since.

    Raises NotFound, TakenChangedSince, LyceeNotChosen.
    """
    taking = await DirectoryEntries(uow).take_taking(taking_id)
    company = await Companies(uow).get_for_update(company_id)
    site = company.site(taking.site_id)
    of_company = taking.field.of_company
    known = company.details if of_company else site.details
    if any(getattr(known, name) != value for name, value in from_kept(taking.after).items()):
        raise TakenChangedSince
    await correct_fields(
        uow,
        company=company,
        site_id=None if of_company else site.id,
        values=from_kept(taking.before),
        version=company.version,
        uai=uai,
        now=now,
    )
