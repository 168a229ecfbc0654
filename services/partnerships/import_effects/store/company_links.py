"""What there is around companies by now, and how the registry lets go of some."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, delete, select

from contracts.identifiers import Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.acquaintances.tables import acquaintances
from services.partnerships.base.chunks import in_pieces
from services.partnerships.companies.model.card import Card
from services.partnerships.companies.model.company import Company, CompanyDetails
from services.partnerships.companies.model.imported_rows import Bond, ImportedRow
from services.partnerships.companies.store.companies import Companies
from services.partnerships.companies.store.former_cards import absorbed
from services.partnerships.companies.store.import_traces import IMPORT_TRACES, ImportTrace
from services.partnerships.companies.tables.companies import companies, company_words, sites
from services.partnerships.companies.tables.references import REFERENCES, CompanyReference, Keeps
from services.partnerships.import_effects.model.undo import (
    Around,
    Undone,
    merged_since,
    undo_company,
)
from services.partnerships.import_effects.store.effects import ImportEffects
from services.partnerships.imports.store.imports import Import


class Surroundings:
    """What one lycée and the others made of some companies."""

    def __init__(self, uow: UnitOfWork, uai: Uai, company_ids: Collection[UUID]) -> None:
        self._uow = uow
        self._uai = uai
        self._ids = list(company_ids)

    async def lock(self) -> None:
        """Have nobody note anything at these companies until the commit."""
        held = [one.table for one in IMPORT_TRACES.all if one.locked]
        for table in (companies, sites, *held):
            column = table.c.company_id
            statement = select(column).where(column.in_(self._ids)).order_by(*table.primary_key)
            await self._uow.execute(statement.with_for_update())

    async def read(self) -> Around:
        """What there is around them, all together: sites and rows are one company's."""
        known = list(await self._rows(acquaintances, acquaintances.c.hosted_on))
        hosting = {row.site_id for row in known if row.hosted_on}
        shared = await self._shared()
        said = {row.site_id for row in shared if row.uai == self._uai}
        bonds = {
            Bond.EXCHANGED: await self._own_sites(Keeps.TO_DO),
            Bond.PLACED: hosting | await self._own_sites(Keeps.PLACED),
            Bond.SAID: said | await self._own_sites(Keeps.SAID),
        }
        return Around(
            others=frozenset(row.site_id for row in (*known, *shared) if row.uai != self._uai),
            bonds={bond: frozenset(held) for bond, held in bonds.items()},
            rows={trace.kind: await self._made(trace) for trace in IMPORT_TRACES.all},
        )

    async def _made(self, trace: ImportTrace) -> Mapping[UUID, ImportedRow]:
        """What this lycée has of a kind that an import makes."""
        rows = await trace.read(self._uow, uai=self._uai, company_ids=self._ids)
        return {row.id: row for row in rows}

    async def _own_sites(self, because: Keeps) -> set[UUID]:
        """Sites that something of this lycée keeps, or of none where it is said for all."""
        found: set[UUID] = set()
        for one in REFERENCES.keeping(because):
            found |= await self._own(one)
        return found

    async def _own(self, reference: CompanyReference) -> set[UUID]:
        own = reference.sites(self._ids, self._uow.now)
        if "uai" in reference.table.c:
            own = own.where(reference.table.c.uai == self._uai)
        return await self._ids_in(own)

    async def _shared(self) -> Sequence[Any]:
        """Sites a lycée said something of for all, whoever follows them."""
        found: list[Any] = []
        for one in REFERENCES.keeping(Keeps.SAID_TO_ALL):
            said = one.sites(self._ids, self._uow.now).add_columns(one.table.c.uai)
            found += (await self._uow.execute(said)).all()
        return found

    async def _rows(self, table: Any, *more: Any) -> Sequence[Any]:
        statement = select(table.c.uai, table.c.site_id, *more)
        return (await self._uow.execute(statement.where(table.c.company_id.in_(self._ids)))).all()

    async def _ids_in(self, statement: Select[Any]) -> set[UUID]:
        return set((await self._uow.execute(statement.distinct())).scalars()) - {None}


async def plan_undoing(
    uow: UnitOfWork, of: Import, company_ids: Sequence[UUID], *, lock: bool = False
) -> tuple[Sequence[Undone], dict[UUID, int], dict[UUID, Card]]:
    """What undoing an import does to some companies, a part of it for each, the cards of now."""
    surroundings = Surroundings(uow, of.uai, company_ids)
    if lock:
        await surroundings.lock()
    effects = await ImportEffects(uow, of).of(company_ids)
    around = await surroundings.read()
    found = {company.id: company for company in await Companies(uow).with_ids(company_ids)}
    before = {company_id: Card.of(company) for company_id, company in found.items()}
    rank = {company_id: n for n, company_id in enumerate(company_ids)}
    undone: list[Undone] = []
    async for piece in in_pieces([one for one in company_ids if one in found]):
        undone += [undo_company(effects[one], found[one], around) for one in piece]
    for one in await absorbed(uow, [one for one in company_ids if one not in found]):
        card = Company(one, CompanyDetails(effects[one][0].name))
        before[one] = Card.of(card)
        undone.append(merged_since(card, around))
    undone.sort(key=lambda one: rank[one.company.id])
    parts = {company_id: effects[company_id][0].part for company_id in company_ids}
    return undone, parts, before


async def let_go(uow: UnitOfWork, uai: Uai, undone: Sequence[Undone]) -> None:
    """Remove from the registry what nothing holds to any more, once contacts are gone."""
    left = {site for one in undone for site in one.unfollowed}
    await uow.execute(
        delete(acquaintances).where(acquaintances.c.uai == uai, acquaintances.c.site_id.in_(left))
    )
    gone_sites = {site for one in undone for site in one.removed_sites}
    await uow.execute(delete(sites).where(sites.c.site_id.in_(gone_sites)))
    gone = {one.company.id for one in undone if one.removed}
    for table in (company_words, sites, companies):
        await uow.execute(delete(table).where(table.c.company_id.in_(gone)))
