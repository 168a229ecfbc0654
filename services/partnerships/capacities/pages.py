"""What a search finds by a formation it names: who hosts it, or offers places for it."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from fastapi import Request

from contracts.formation_words import formations_named, may_name_formation, words_of_formation
from contracts.identifiers import SchoolYear, Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.calendar import local_date
from services.partnerships.base.lycee_classes import lycee_classes, places_of_formation
from services.partnerships.base.search_words import company_words_in
from services.partnerships.capacities.model import month_of
from services.partnerships.capacities.store import companies_offering
from services.partnerships.company_words.queries import NO_HOSTS, Hosts, unanswered_in
from services.partnerships.places.store import Places

ASKED_MAX = 12
"""Formations whose hosts are asked for: « bac » is every lycée's."""


async def hosts_called(request: Request, uow: UnitOfWork, text: str) -> Hosts:
    """Companies by the words that name a formation of the lycées in scope.

    The tracker is asked only where a word may name one: no company has it, or it is of those that do.
    """
    words = company_words_in(text)
    if not words or not await _may_name_one(uow, words, text):
        return NO_HOSTS
    taught = await _taught(request, uow)
    named = formations_named(words, taught)
    asked = {word: sorted(mefs)[:ASKED_MAX] for word, mefs in named.items()}
    hosts = {
        mef: await _hosts(request, uow, mef)
        for mef in sorted({mef for mefs in asked.values() for mef in mefs})
    }
    return {
        word: tuple(sorted(set[UUID]().union(*(hosts[mef] for mef in mefs))))
        for word, mefs in asked.items()
    }


async def _may_name_one(uow: UnitOfWork, words: Sequence[str], text: str) -> bool:
    return any(map(may_name_formation, words)) or bool(await unanswered_in(uow, text))


async def _taught(request: Request, uow: UnitOfWork) -> Mapping[str, frozenset[str]]:
    """The words of each formation of this year, by MEF."""
    year = SchoolYear.of(local_date(uow.now))
    found: dict[str, frozenset[str]] = {}
    for uai in sorted(uow.scope.uais):
        for one in await lycee_classes(request, uai, year) or ():
            words = words_of_formation(one.mef, one.formation, one.label)
            found[one.mef] = found.get(one.mef, frozenset()) | words
    return found


async def _hosts(request: Request, uow: UnitOfWork, mef: str) -> set[UUID]:
    ours: Sequence[Uai] = sorted(uow.scope.uais)
    offering = await companies_offering(uow, ours, [mef], month_of(local_date(uow.now)))
    places = await places_of_formation(request, ours, mef)
    return {*offering, *await Places(uow).companies_of(places or ())}
