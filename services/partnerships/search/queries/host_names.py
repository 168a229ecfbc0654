"""Companies by name, for the pages of a lycée that have their ids alone."""

from collections.abc import Sequence
from uuid import UUID

from contracts.identifiers import CompanyId, SiteId
from contracts.partnerships.host_names import FOUND_AT_MOST, FoundHost, HostName
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.companies.store.companies import Companies
from services.partnerships.search.queries.everywhere import find_companies


async def read_host_names(uow: UnitOfWork, company_ids: Sequence[UUID]) -> Sequence[HostName]:
    """The name of each company that is there."""
    found = await Companies(uow).with_ids(set(company_ids))
    return [HostName(company_id=CompanyId(one.id), name=one.details.name) for one in found]


async def search_hosts(uow: UnitOfWork, words: str) -> Sequence[FoundHost]:
    """The sites of the companies that have all these words, those of the lycée in scope first."""
    if not words.strip():
        return []
    lines = await find_companies(uow, words, FOUND_AT_MOST, own=uow.scope.uais)
    companies = {one.id: one for one in await Companies(uow).with_ids([line.id for line in lines])}
    found = [
        FoundHost(site_id=SiteId(site.id), name=companies[line.id].details.name)
        for line in lines
        if line.id in companies
        for site in companies[line.id].sites
    ]
    return found[:FOUND_AT_MOST]
