"""Companies by name, for the pages of a lycée that have their ids alone."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from contracts.identifiers import CompanyId, SiteId
from contracts.partnerships.host_names import FOUND_AT_MOST, FoundHost, HostName
from services.chassis.database.readings import Reading
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.asked import ONE_OF_COMPANIES
from services.partnerships.companies.store.companies import Companies
from services.partnerships.companies.tables.companies import companies
from services.partnerships.search.queries.everywhere import find_companies


async def read_host_names(uow: UnitOfWork, company_ids: Sequence[UUID]) -> Sequence[HostName]:
    """The name of each company that is there."""
    return await NAMES.of(uow, {"company_ids": sorted(set(company_ids))})


NAMES = Reading(
    select(companies.c.company_id, companies.c.name).where(
        companies.c.company_id == ONE_OF_COMPANIES
    ),
    lambda rows: [HostName(company_id=CompanyId(row.company_id), name=row.name) for row in rows],
)
"""What companies are called."""


async def search_hosts(uow: UnitOfWork, words: str) -> Sequence[FoundHost]:
    """The sites of the companies that have all these words, those of the lycée in scope first."""
    if not words.strip():
        return []
    lines = await find_companies(uow, words, FOUND_AT_MOST, own=uow.scope.uais)
    found_ids = [line.id for line in lines]
    cards = {one.id: one for one in await Companies(uow).with_ids(found_ids)}
    found = [
        FoundHost(site_id=SiteId(site.id), name=cards[line.id].details.name)
        for line in lines
        if line.id in cards
        for site in cards[line.id].sites
    ]
    return found[:FOUND_AT_MOST]
