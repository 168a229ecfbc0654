"""Companies somebody may have meant who misspelt them."""

from collections.abc import Collection, Sequence

from contracts.identifiers import Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.acquaintances.queries.listed import Listed, listed
from services.partnerships.base.search_words import search_words
from services.partnerships.base.text import name_key
from services.partnerships.company_words.queries.wanted import without_slips
from services.partnerships.company_words.store.company_search import begin_search
from services.partnerships.company_words.store.misspelt import SHOWN_MAX, find_misspelt


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
