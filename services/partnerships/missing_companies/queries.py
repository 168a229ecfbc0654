"""The companies the registry no longer has, as they were told last."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import select

from contracts.partnerships.companies import CompanyCorrectedV1, CompanyFacts, CompanyRegisteredV1
from services.chassis.outbox.last_events import LastFact, last_facts
from services.chassis.reference.nomenclatures import commune_name
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.companies.store.former_cards import absorbed
from services.partnerships.companies.tables.companies import companies, sites
from services.partnerships.missing_companies.model import MissingCompany


async def missing_companies(uow: UnitOfWork) -> Sequence[MissingCompany]:
    """Companies that have sites in the last fact about them, and no card; of every lycée in scope, by name."""
    told: Mapping[str, LastFact[CompanyRegisteredV1 | CompanyCorrectedV1]]
    told = await last_facts(uow, None, CompanyRegisteredV1, CompanyCorrectedV1)
    there = set((await uow.execute(select(companies.c.company_id))).scalars())
    gone = [
        one
        for one in told.values()
        # One without sites was taken off the registry, and told so.
        if one.event.sites and one.event.company_id not in there
    ]
    became = set(await absorbed(uow, [UUID(str(one.event.company_id)) for one in gone]))
    sirens = set((await uow.execute(select(companies.c.siren))).scalars())
    keys = set((await uow.execute(select(sites.c.site_key))).scalars())
    return sorted(
        (_missing(one, sirens, keys) for one in gone if one.event.company_id not in became),
        key=lambda one: (one.name, str(one.facts.company_id)),
    )


def _missing(
    one: LastFact[CompanyRegisteredV1 | CompanyCorrectedV1], sirens: set[str], keys: set[str]
) -> MissingCompany:
    event = one.event
    same_siren = event.siren is not None and str(event.siren) in sirens
    replaced = same_siren or any(str(site.site_key) in keys for site in event.sites)
    return MissingCompany(event, one.uai, one.version, _name(event), replaced)


def _name(facts: CompanyFacts) -> str:
    if facts.public_name:
        return str(facts.public_name)
    siren = f"SIREN {facts.siren}" if facts.siren else None
    known = [one for one in (siren, commune_name(facts.sites[0].commune)) if one]
    return f"Entreprise à renommer ({', '.join(known) or str(facts.company_id)[-12:]})"
