"""Entering again companies the registry no longer has, or telling everybody that they are no more."""

from collections.abc import Sequence
from datetime import datetime

from contracts.partnerships.companies import CompanyCorrectedV1
from services.chassis.outbox.last_events import REPUBLISH
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.acquaintances.store import Acquaintances
from services.partnerships.base.calendar import local_date
from services.partnerships.base.lengths import NAME_CHARACTERS_MAX
from services.partnerships.companies.model.company import Company, CompanyDetails, Site, SiteDetails
from services.partnerships.companies.store.companies import Companies
from services.partnerships.missing_companies.model import MissingCompany


async def enter_companies(
    uow: UnitOfWork, *, missing: Sequence[MissingCompany], now: datetime
) -> int:
    """Give these companies their cards again (entreprises reprises), as far as facts tell; how many.

    One that another card stands for by now is left, as is one that has a card again. Names that are not
    public are in no fact: such a card says that it is to be renamed.
    """
    uai, companies = uow.writing_for(), Companies(uow)
    await companies.lock_registration()
    there = {one.id for one in await companies.with_ids([one.facts.company_id for one in missing])}
    entered = [
        _card(one) for one in missing if not one.replaced and one.facts.company_id not in there
    ]
    if not entered:
        return 0
    await companies.add_all(entered)
    await Acquaintances(uow).add_all(uai, {(one.id, one.sites[0].id) for one in entered})
    today = local_date(now)
    for one in entered:
        uow.publish(CompanyCorrectedV1(**one.facts(today)), version=one.version, uai=uai)
    # The first meetings that were told with them count on their cards.
    await uow.schedule(REPUBLISH, key=f"0:-1:{now.isoformat()}", due_at=now, uai=uai)
    return len(entered)


async def withdraw_companies(
    uow: UnitOfWork, *, missing: Sequence[MissingCompany], now: datetime
) -> int:
    """Tell that these companies have no site any more (entreprises retirées); how many.

    What was told of the past stays true of them. One that has a card again is left.
    """
    companies, today = Companies(uow), local_date(now)
    await companies.lock_registration()
    there = {one.id for one in await companies.with_ids([one.facts.company_id for one in missing])}
    gone = [one for one in missing if one.facts.company_id not in there]
    for one in gone:
        facts = {**dict(one.facts), "sites": (), "occurred_on": today}
        uow.publish(CompanyCorrectedV1(**facts), version=one.version + 1, uai=uow.writing_for())
    return len(gone)


def _card(one: MissingCompany) -> Company:
    facts = one.facts
    details = CompanyDetails(
        name=one.name[:NAME_CHARACTERS_MAX],
        siren=facts.siren,
        legal_form=facts.legal_form,
        diffusion=facts.diffusion,
        naf=facts.naf,
    )
    sites = [
        Site(
            site.site_id,
            SiteDetails(siret=site.site_key.siret, commune=site.commune, naf=site.naf),
        )
        for site in facts.sites
    ]
    return Company(facts.company_id, details, sites, one.version + 1)
