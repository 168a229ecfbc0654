"""Companies that may be one: pairs of cards, and those a typed one resembles."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from contracts.identifiers import Siren, Siret
from services.chassis.reference.nomenclatures.towns import UnknownTown, understand
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.acquaintances.queries import Listed, listed
from services.partnerships.companies.model.company import CompanyDetails, SiteDetails
from services.partnerships.companies.store.companies import Companies
from services.partnerships.duplicates.store.likeness import PAIRS_MAX, Likeness, Typed
from services.partnerships.duplicates.store.resembling_companies import find_alike, find_resembling
from services.partnerships.duplicates.store.told_apart import DistinctCompanies

LETTERS_MIN = 3
Number = TypeVar("Number", Siren, Siret)


@dataclass(frozen=True)
class Begun:
    """What is typed of a new company so far, whole or not."""

    name: str = ""
    siren: str = ""
    siret: str = ""
    postcode: str = ""
    town: str = ""


@dataclass(frozen=True)
class Pair:
    """Two cards that look alike."""

    one: Listed
    other: Listed


async def read_already_known(uow: UnitOfWork, begun: Begun) -> Sequence[Listed]:
    """The cards that may be the company being typed: those with its number, or else its likes."""
    siret = _number(Siret, begun.siret)
    siren = _number(Siren, begun.siren) or (siret.siren if siret else None)
    if siren:
        same = await Companies(uow).resembling(sirens=[siren], keys=[siret] if siret else [])
        if same:
            return await listed(uow, [company.id for company in same])
    [alike] = await read_alike(uow, [begun])
    return [one for one in alike if siren is None or one.siren is None]


async def read_alike(uow: UnitOfWork, several: Sequence[Begun]) -> Sequence[Sequence[Listed]]:
    """The likes of several companies that have no number, in their order."""
    likes = [
        await Likeness(uow).of(Typed(begun.name, _place(begun)))
        if len(begun.name.strip()) >= LETTERS_MIN
        else []
        for begun in several
    ]
    cards = {one.id: one for one in await listed(uow, {i for ids in likes for i in ids})}
    return [[cards[i] for i in ids if i in cards] for ids in likes]


async def read_duplicates(uow: UnitOfWork) -> Sequence[Pair]:
    """Likely duplicates, one of which at least the bureau follows, the likeliest first."""
    return await _pairs(uow, await Likeness(uow).pairs(uow.scope.uais))


async def read_told_apart(uow: UnitOfWork) -> Sequence[Pair]:
    """The pairs the bureau said are two companies."""
    return await _pairs(uow, await DistinctCompanies(uow).said(PAIRS_MAX))


async def _pairs(uow: UnitOfWork, ids: Sequence[tuple[UUID, UUID]]) -> Sequence[Pair]:
    cards = {one.id: one for one in await listed(uow, {i for pair in ids for i in pair})}
    return [Pair(cards[low], cards[high]) for low, high in ids if low in cards and high in cards]


def _number(kind: type[Number], typed: str) -> Number | None:
    try:
        return kind(typed) if typed.strip() else None
    except ValueError:  # not all of it is typed yet
        return None


def _place(begun: Begun) -> str | None:
    """Where it is, as cards are compared; nowhere as long as that cannot be told."""
    if not begun.town.strip():
        return None
    try:
        meant = understand(begun.town, begun.postcode.strip() or None)
    except UnknownTown:  # not all of it is typed yet
        return None
    return SiteDetails(commune=meant.commune, locality=meant.locality).place


async def read_resembling(
    uow: UnitOfWork, details: CompanyDetails, main: SiteDetails
) -> Sequence[Listed]:
    """The companies that may be the one somebody is registering: the same, or else its likes."""
    found = await find_resembling(uow, details=details, main=main)
    found = found or await find_alike(uow, details=details, main=main)
    return await listed(uow, [company.id for company in found])
