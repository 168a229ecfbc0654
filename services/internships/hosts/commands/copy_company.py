"""Keep this service's copy of companies and sites."""

from contracts.partnerships.companies import CompanyFacts
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.hosts.store.host_keys import HostKeys
from services.internships.hosts.store.hosts import Hosts


async def copy_company(uow: UnitOfWork, *, facts: CompanyFacts, version: int) -> None:
    """Keep a company's published state; an older one never overwrites a newer one."""
    if await Hosts(uow).keep(facts, version):
        await HostKeys(uow).keep(facts)
