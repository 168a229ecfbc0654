"""What is asked about hosts to show and find them by name inside a lycée, whatever their diffusion.

Diffusion keeps a name from leaving the lycée, not from who works there: it is shown, and kept nowhere.
"""

from typing import Annotated

from pydantic import BaseModel, Field

from contracts.identifiers import CompanyId, SiteId
from contracts.questions import Question, declare

NAMED_AT_MOST = 100
FOUND_AT_MOST = 20
SOUGHT_CHARACTERS_MAX = 100


class HostNamesRequest(BaseModel):
    company_ids: Annotated[tuple[CompanyId, ...], Field(max_length=NAMED_AT_MOST)]


class HostName(BaseModel):
    company_id: CompanyId
    name: str


class HostNames(BaseModel):
    """Companies that are not there, or not any more, are left out."""

    names: tuple[HostName, ...] = ()


class HostSearchRequest(BaseModel):
    words: Annotated[str, Field(max_length=SOUGHT_CHARACTERS_MAX)]


class FoundHost(BaseModel):
    """A site of a company that has the words, and the company's name."""

    site_id: SiteId
    name: str


class HostSearch(BaseModel):
    """Those of the lycée's own companies first."""

    hosts: tuple[FoundHost, ...] = ()


_ASKERS = frozenset({"internships"})

HOST_NAMES = declare(Question("partnerships", "host_names", HostNamesRequest, HostNames, _ASKERS))
HOST_SEARCH = declare(
    Question("partnerships", "host_search", HostSearchRequest, HostSearch, _ASKERS)
)
