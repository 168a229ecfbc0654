"""What there is around companies by now, and how the registry lets go of some."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, delete, select

from contracts.identifiers import Uai
from services.chassis.work import UnitOfWork
from services.partnerships.domain.contact import Contact
from services.partnerships.domain.import_undo import Around, Undone, undo_company
from services.partnerships.storage.companies import Companies
from services.partnerships.storage.contacts import Contacts
from services.partnerships.storage.import_effects import ImportEffects
from services.partnerships.storage.imports import Import
from services.partnerships.storage.tables import (
    acquaintances,
    companies,
    company_words,
    contact_checks,
    contacts,
    interactions,
    places,
    sites,
)


class Surroundings:
    """What one lycée and the others made of some companies."""

    def __init__(self, uow: UnitOfWork, uai: Uai, company_ids: Collection[UUID]) -> None:
        self._uow = uow
        self._uai = uai
        self._ids = list(company_ids)

    async def lock(self) -> None:
        """Have nobody note anything at these companies until the commit."""
        for table in (companies, sites, contacts):
            column = table.c.company_id
            statement = select(column).where(column.in_(self._ids)).order_by(*table.primary_key)
            await self._uow.execute(statement.with_for_update())

    async def read(self) -> Around:
        """What there is around them, all together: sites and contacts are one company's."""
        known = list(await self._rows(acquaintances, acquaintances.c.hosted_on))
        hosting = {row.site_id for row in known if row.hosted_on}
        noted = await self._own(select(interactions.c.site_id), interactions)
        placed = await self._own(select(places.c.site_id), places)
        asked = await self._own(select(contact_checks.c.contact_id), contact_checks)
        return Around(
            others=frozenset(row.site_id for row in known if row.uai != self._uai),
            exchanged=frozenset(noted),
            placed=frozenset(hosting | placed),
            contacts=await self._contacts(),
            asked=frozenset(asked),
        )

    async def _contacts(self) -> Mapping[UUID, Contact]:
        found = await Contacts(self._uow).at_companies(self._uai, self._ids)
        return {contact.id: contact for contact in found}

    async def _rows(self, table: Any, *more: Any) -> Sequence[Any]:
        statement = select(table.c.uai, table.c.site_id, *more)
        return (await self._uow.execute(statement.where(table.c.company_id.in_(self._ids)))).all()

    async def _own(self, statement: Select[Any], table: Any) -> set[UUID]:
        own = statement.where(table.c.uai == self._uai, table.c.company_id.in_(self._ids))
        return set((await self._uow.execute(own.distinct())).scalars()) - {None}


async def plan_undoing(
    uow: UnitOfWork, of: Import, company_ids: Sequence[UUID], *, lock: bool = False
) -> tuple[Sequence[Undone], dict[UUID, int]]:
    """What undoing an import does to some companies, and a part of it for each."""
    surroundings = Surroundings(uow, of.uai, company_ids)
    if lock:
        await surroundings.lock()
    effects = await ImportEffects(uow, of).of(company_ids)
    around = await surroundings.read()
    found = {company.id: company for company in await Companies(uow).with_ids(company_ids)}
    undone = [
        undo_company(effects[company_id], found[company_id], around)
        for company_id in company_ids
        if company_id in found
    ]
    return undone, {company_id: effects[company_id][0].part for company_id in company_ids}


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
