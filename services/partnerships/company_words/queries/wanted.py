"""What is looked for among companies: each word, the activities it names, who hosts what it names."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from uuid import UUID

from contracts.words import one_slip_away
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.activities.store import activities_called, activities_nearly_called
from services.partnerships.base.search_words import Wanted, company_words_in
from services.partnerships.company_words.store.company_search import count_each
from services.partnerships.company_words.store.misspelt import known_among

Hosts = Mapping[str, tuple[UUID, ...]]
"""Companies by the word that names a formation they host, or offer places for."""
NO_HOSTS: Hosts = MappingProxyType({})


def wanted_in(text: str, hosts: Hosts = NO_HOSTS) -> Sequence[Wanted]:
    """The words of a text, with all that answers to each of them."""
    return [
        Wanted(word, activities_called(word), hosts.get(word, ()))
        for word in company_words_in(text)
    ]


async def unanswered_in(uow: UnitOfWork, text: str) -> frozenset[str]:
    """The words of a text that no company of the registry has."""
    wanted = wanted_in(text)
    counts = await count_each(uow, wanted) if wanted else ()
    return frozenset(one.word for one, count in zip(wanted, counts, strict=True) if not count)


async def without_slips(uow: UnitOfWork, text: str, hosts: Hosts = NO_HOSTS) -> Sequence[Wanted]:
    """The same, each word nobody has being one that was meant; nothing where that tells no more."""
    wanted = wanted_in(text, hosts)
    unanswered = await unanswered_in(uow, text)
    slips = [one for one in wanted if one.word in unanswered and not one.hosts]
    if not slips:
        return []
    meant = {one: await _meant(uow, one.word) for one in slips}
    if not all(meant.values()):
        return []
    return [Wanted(one.word, meant[one]) if one in meant else one for one in wanted]


async def _meant(uow: UnitOfWork, word: str) -> tuple[str, ...]:
    known = await known_among(uow, sorted(one_slip_away(word)))
    return (*known, *activities_nearly_called(word))
