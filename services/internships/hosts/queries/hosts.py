"""Hosts by the words of a search, or by their key."""

from collections.abc import Sequence

from contracts.identifiers import SiteKey
from contracts.words import first_words
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.base.days import local_date
from services.internships.formations.queries.named_formations import formations_called
from services.internships.hosts.model.hosts import search_text
from services.internships.hosts.store.hosts import Host, Hosts


async def search_hosts(uow: UnitOfWork, words: str) -> Sequence[Host]:
    """Sites that have all these words, or hosted a formation they name; none without a word."""
    if not words.strip():
        return []
    typed = first_words(search_text(words).split())
    named = await formations_called(uow, typed, local_date(uow.now))
    return await Hosts(uow).search(words, named)


async def read_host(uow: UnitOfWork, site_key: SiteKey) -> Host | None:
    """The site with this key, unless no event told of it so far."""
    return await Hosts(uow).by_key(site_key)
