"""Two cards side by side before they become one, and what separating them would do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.acquaintances.queries import Listed, listed, site_label
from services.partnerships.cards.queries import CompanyCard, read_company
from services.partnerships.companies.model.company import Company
from services.partnerships.companies.store.companies import Companies
from services.partnerships.company_list.queries.ids import ids_of
from services.partnerships.company_list.queries.order import by_hosts
from services.partnerships.company_words.queries import NO_HOSTS, Hosts
from services.partnerships.duplicates.store.likeness import Likeness, Typed
from services.partnerships.exchanges.queries import LatestExchanges, read_exchanges
from services.partnerships.merges.model import (
    MergeOver,
    NotSeparable,
    Separated,
    differing,
    possibly_same,
    separate,
)
from services.partnerships.merges.store.merges import Merge, Merges

OFFERED_MAX = 10


@dataclass(frozen=True)
class MergePreview:
    """Both cards; `differing` are the fields to choose, `same` the sites that may be one place."""

    kept: CompanyCard
    other: CompanyCard
    kept_exchanges: LatestExchanges
    other_exchanges: LatestExchanges
    differing: Sequence[str]
    same: Sequence[tuple[str, str]]
    """Value and sentence of each choice."""

    @property
    def two_companies(self) -> bool:
        """Whether each has a SIREN of its own."""
        return "siren" in self.differing

    @property
    def likely(self) -> Sequence[str]:
        """The choices that are made already: each site with the first it may be."""
        first: dict[str, str] = {}
        taken: set[str] = set()
        for value, _ in self.same:
            one, _, other = value.partition(":")
            if one not in first and other not in taken:
                first[one] = value
                taken.add(other)
        return list(first.values())


@dataclass(frozen=True)
class PastMerge:
    """A merge a card comes from; `untouched`: nobody corrected the card since."""

    id: UUID
    name: str
    lycee: str
    merged_at: datetime
    untouched: bool


@dataclass(frozen=True)
class SeparationPreview:
    """What separating would do. None of both when it cannot be done any more."""

    company: Company
    merge: PastMerge
    separated: Separated | None


async def read_merge(uow: UnitOfWork, kept_id: UUID, other_id: UUID) -> MergePreview:
    """Raises NotFound."""
    kept, other = await read_company(uow, kept_id), await read_company(uow, other_id)
    same = [
        (f"{one.id}:{two.id}", _same(site_label(other.company, one), site_label(kept.company, two)))
        for one, two in possibly_same(kept.company, other.company)
    ]
    return MergePreview(
        kept,
        other,
        await read_exchanges(uow, kept_id),
        await read_exchanges(uow, other_id),
        differing(kept.company, other.company),
        same,
    )


async def read_mergeable(
    uow: UnitOfWork, company_id: UUID, words: str, hosts: Hosts = NO_HOSTS
) -> Sequence[Listed]:
    """The cards a card may be merged with: those found by words, or else those that look like it."""
    company = await Companies(uow).get(company_id)
    if words.strip():
        asked = by_hosts(hosts)
        ids = await ids_of(uow, words=words, mine=False, after=None, limit=OFFERED_MAX, asked=asked)
    else:
        place = next((one.details.place for one in company.sites if one.details.place), None)
        ids = await Likeness(uow).of(Typed(company.details.name, place))
    return [one for one in await listed(uow, ids) if one.id != company_id]


async def read_standing(uow: UnitOfWork, company: Company) -> Sequence[PastMerge]:
    """The merges a card comes from, the last first."""
    return [_standing(one, company) for one in await Merges(uow).of(company.id)]


async def read_separation(uow: UnitOfWork, company_id: UUID, merge_id: UUID) -> SeparationPreview:
    """Raises NotFound, MergeOver."""
    company = await Companies(uow).get(company_id)
    merge = await Merges(uow).get(merge_id)
    if merge.kept_id != company.id:
        raise MergeOver
    standing = _standing(merge, company)
    try:
        separated = separate(company, merge.absorbed_id, merge.absorbed_version, merge.cards)
    except NotSeparable:
        separated = None
    shown = await Companies(uow).get(company_id)
    return SeparationPreview(shown, standing, separated)


def _same(one: str, other: str) -> str:
    return f"«\u00a0{one}\u00a0» est le même lieu que «\u00a0{other}\u00a0»"


def _standing(merge: Merge, company: Company) -> PastMerge:
    name = merge.cards.absorbed.details.name
    untouched = merge.kept_version == company.version
    return PastMerge(merge.id, name, merge.lycee, merge.merged_at, untouched)
