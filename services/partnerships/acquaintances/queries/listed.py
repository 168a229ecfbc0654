"""Companies as lines of a list."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from contracts.identifiers import CommuneCode, Siren, Uai
from services.chassis.reference.nomenclatures import activity_label
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.acquaintances.queries.known import place_of
from services.partnerships.acquaintances.store import Acquaintance, Acquaintances
from services.partnerships.companies.model.company import Company
from services.partnerships.companies.store.companies import Companies


@dataclass(frozen=True)
class Listed:
    """One line of the list; `known_by` tells the other lycées that know the company."""

    id: UUID
    name: str
    siren: Siren | None
    place: str
    commune: CommuneCode | None
    """Of its main site."""
    activity: str
    followed: bool
    last_on: date | None
    hosted: bool
    """Whether it hosted pupils of the lycée already."""
    own: Sequence[Acquaintance]
    """The lycées in scope that have it on their list."""
    known_by: Sequence[Acquaintance]


async def listed(uow: UnitOfWork, ids: Collection[UUID]) -> Sequence[Listed]:
    """These companies as lines of a list, in this order; those that are gone are left out."""
    found = {company.id: company for company in await Companies(uow).with_ids(ids)}
    known = await Acquaintances(uow).of(ids) if ids else {}
    return [_line(found[i], known[i], uow.scope.uais) for i in ids if i in found]


def _line(company: Company, known: Sequence[Acquaintance], own: frozenset[Uai]) -> Listed:
    ours = [a for a in known if a.uai in own]
    others = len(company.sites) - 1
    place = place_of(company.sites[0].details)
    return Listed(
        id=company.id,
        name=company.details.name,
        siren=company.details.siren,
        place=f"{place} (+{others})" if others else place,
        commune=company.sites[0].details.commune,
        activity=activity_label(company.details.naf or company.sites[0].details.naf) or "",
        followed=bool(ours),
        own=ours,
        hosted=any(a.hosted_on and a.hosted_on <= a.today for a in ours),
        last_on=max((a.latest_on for a in ours if a.latest_on), default=None),
        known_by=[a for a in known if a.uai not in own],
    )
