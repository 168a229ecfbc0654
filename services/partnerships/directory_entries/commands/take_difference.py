"""A bureau takes one field of a card from the public directory."""

from datetime import datetime
from uuid import UUID

from contracts.identifiers import Uai
from services.chassis.reference.nomenclatures import commune_name
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.companies.store.companies import Companies
from services.partnerships.directory_entries.model import (
    DifferenceGone,
    RegisterField,
    differences,
    taken,
)
from services.partnerships.directory_entries.store.entries import DirectoryEntries, Taking
from services.partnerships.sites.commands import correct_fields


async def take_difference(
    uow: UnitOfWork,
    *,
    company_id: UUID,
    site_id: UUID,
    field: RegisterField,
    version: int,
    uai: Uai | None = None,
    now: datetime,
) -> UUID:
    """Correct the card with what the register says (valeur prise du registre); what undoes it.

    Raises NotFound, StaleVersion, DifferenceGone, LyceeNotChosen.
    """
    entries = DirectoryEntries(uow)
    company = await Companies(uow).get(company_id)
    details = company.details if field.of_company else company.site(site_id).details
    company.expect(version, vars(details))
    read = await entries.at([site.id for site in company.sites])
    if field is RegisterField.STATE or field not in {
        one.field for one in differences(company, read).get(site_id, ())
    }:
        raise DifferenceGone
    after = taken(field, read[site_id], here=commune_name(read[site_id].commune) is not None)
    # The former legal form is put back beside the name it was said of, and no other.
    names = {*after, "name"} if "legal_form" in after else set(after)
    after = {name: getattr(details, name) for name in names} | after
    before = {name: getattr(details, name) for name in after}
    where = None if field.of_company else site_id
    await correct_fields(
        uow, company=company, site_id=where, values=after, version=version, uai=uai, now=now
    )
    taking_id = uow.new_id()
    await entries.note_taking(taking_id, Taking(site_id, field, before, after), now)
    return taking_id
