"""Words that name companies, slips forgiven."""

from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType
from uuid import UUID

from contracts.identifiers import Uai
from contracts.words import one_slip_away
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.acquaintances.queries import Listed, listed
from services.partnerships.activities.store import activities_called, activities_nearly_called
from services.partnerships.base.search_words import Wanted, company_words_in, search_words
from services.partnerships.base.text import name_key
from services.partnerships.company_words.store.company_search import begin_search, count_each
from services.partnerships.company_words.store.misspelt import SHOWN_MAX, find_misspelt, known_among

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
    """The words wanted, each nobody has being one that was meant; nothing where that tells no more."""
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


async def read_misspelt(
    uow: UnitOfWork, words: str, *, own: Collection[Uai] = (), limit: int = SHOWN_MAX
) -> Sequence[Listed]:
    """The companies somebody may have meant: one slip forgiven in a word, else words like these."""
    typed = search_words(words)
    if any(word.isdigit() for word in typed):
        return []
    search = await begin_search(uow, await without_slips(uow, words))
    found = await search.first(name_key(words), sorted(own or uow.scope.uais), limit)
    return await listed(uow, found or await find_misspelt(uow, typed))
