"""What is answered of companies by name."""

from contracts.partnerships.host_names import (
    HOST_NAMES,
    HOST_SEARCH,
    HostNames,
    HostNamesRequest,
    HostSearch,
    HostSearchRequest,
)
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.answers import answers
from services.partnerships.search.queries.host_names import read_host_names, search_hosts


@answers.to(HOST_NAMES)
async def names_of_hosts(request: HostNamesRequest, uow: UnitOfWork) -> HostNames:
    """The names of companies, whatever their diffusion: they are shown inside the lycée."""
    return HostNames(names=tuple(await read_host_names(uow, request.company_ids)))


@answers.to(HOST_SEARCH)
async def hosts_with_these_words(request: HostSearchRequest, uow: UnitOfWork) -> HostSearch:
    """The sites whose company has all the words somebody typed."""
    return HostSearch(hosts=tuple(await search_hosts(uow, request.words)))
