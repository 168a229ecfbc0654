"""What there is around companies by now, and how the registry lets go of some."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Select, delete, or_, select

from contracts.identifiers import Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.domain.company import Company, CompanyDetails
from services.partnerships.domain.contact import Contact
from services.partnerships.domain.import_effects import Card
from services.partnerships.domain.import_undo import Around, Undone, merged_since, undo_company
from services.partnerships.storage.action_tables import action_companies
from services.partnerships.storage.capacity_tables import capacities
from services.partnerships.storage.closures import closed_sites
from services.partnerships.storage.commitment_tables import declarations, tax_pledges
from services.partnerships.storage.companies import Companies
from services.partnerships.storage.company_note_tables import company_notes
from services.partnerships.storage.contacts import Contacts
from services.partnerships.storage.host_page_tables import host_doings, host_pages
from services.partnerships.storage.host_pages import opening
from services.partnerships.storage.import_effects import ImportEffects
from services.partnerships.storage.imports import Import
from services.partnerships.storage.mailing_tables import mailing_recipients
from services.partnerships.storage.merges import absorbed
from services.partnerships.storage.partnership_tables import partnerships
from services.partnerships.storage.pieces import in_pieces
from services.partnerships.storage.pressure_tables import site_pauses, solicitations
from services.partnerships.storage.sharing_tables import shared_contacts
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
from services.partnerships.storage.task_tables import tasks
from services.partnerships.storage.territory_tables import company_leads
from services.partnerships.storage.way_tables import ways


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
        noted = await self._own(select(tasks.c.site_id), tasks)
        noted |= await self._own(select(host_doings.c.site_id), host_doings)
        noted |= await self._asked()
        bound = await self._bound()
        placed = await self._own(select(places.c.site_id), places)
        asked = await self._own(select(contact_checks.c.contact_id), contact_checks)
        given = select(host_pages.c.contact_id).where(*opening(self._uow.now))
        asked |= await self._own(given, host_pages)
        shared, known_contacts = await self._shared(), await self._contacts()
        # Whoever looks after a pupil is known to the internship tracker alone: somebody of the place.
        own_places = placed | {
            row.site_id for row in known if row.hosted_on and row.uai == self._uai
        }
        tutors = {one.id for one in known_contacts.values() if one.site_id in own_places}
        return Around(
            others=frozenset(row.site_id for row in (*known, *shared) if row.uai != self._uai),
            notes=await self._pairs(company_notes.c.note_id, company_notes.c.company_id),
            corrected=frozenset(await self._corrected()),
            exchanges=await self._pairs(interactions.c.interaction_id, interactions.c.site_id),
            exchanged=frozenset(noted),
            placed=frozenset(hosting | placed | bound),
            said=frozenset(
                {row.site_id for row in shared if row.uai == self._uai}
                | await self._ways()
                | await self._closed()
            ),
            contacts=known_contacts,
            asked=frozenset(asked),
            used=frozenset(await self._used() | tutors),
        )

    async def _asked(self) -> set[UUID]:
        """Sites that somebody of this lycée asked to take a pupil, with an exchange or without."""
        there = select(solicitations.c.site_id).join(
            sites, sites.c.site_id == solicitations.c.site_id
        )
        own = there.where(solicitations.c.uai == self._uai, sites.c.company_id.in_(self._ids))
        return set((await self._uow.execute(own.distinct())).scalars())

    async def _bound(self) -> set[UUID]:
        """Sites that are engaged in something of this lycée."""
        # A partnership or an action is with the company as a whole: each of its sites stays.
        partners = select(sites.c.site_id).join(
            partnerships, partnerships.c.company_id == sites.c.company_id
        )
        bound = await self._own(partners, partnerships)
        invited = select(sites.c.site_id).join(
            action_companies, action_companies.c.company_id == sites.c.company_id
        )
        bound |= await self._own(invited, action_companies)
        declared = await self._own(select(declarations.c.site_id), declarations)
        pledged = select(sites.c.site_id).join(
            tax_pledges, tax_pledges.c.company_id == sites.c.company_id
        )
        declared |= await self._own(select(capacities.c.site_id), capacities)
        return bound | declared | await self._own(pledged, tax_pledges)

    async def _used(self) -> set[UUID]:
        """Contacts that are named beside something else by now."""
        written = mailing_recipients.c.state.is_not(None)
        found = await self._own(select(interactions.c.contact_id), interactions)
        found |= await self._own(select(shared_contacts.c.contact_id), shared_contacts)
        found |= await self._own(select(partnerships.c.signatory_id), partnerships)
        to = select(mailing_recipients.c.contact_id).where(written)
        return found | await self._own(to, mailing_recipients)

    async def _shared(self) -> Sequence[Any]:
        """Sites a lycée paused, or leads with the company of, whoever follows them."""
        paused = select(site_pauses.c.uai, sites.c.site_id).join(
            sites, sites.c.site_id == site_pauses.c.site_id
        )
        led = select(company_leads.c.uai, sites.c.site_id).join(
            sites, sites.c.company_id == company_leads.c.company_id
        )
        found = [
            (await self._uow.execute(one.where(sites.c.company_id.in_(self._ids)))).all()
            for one in (paused, led)
        ]
        return [row for rows in found for row in rows]

    async def _ways(self) -> set[UUID]:
        there = select(sites.c.site_id).join(ways, ways.c.company_id == sites.c.company_id)
        said = or_(ways.c.brought_by.is_not(None), ways.c.through.is_not(None))
        return await self._own(there.where(said), ways)

    async def _closed(self) -> set[UUID]:
        """Sites somebody said are closed: it is said for all lycées."""
        there = select(sites.c.site_id).where(
            sites.c.company_id.in_(self._ids), sites.c.site_id.in_(closed_sites())
        )
        return set((await self._uow.execute(there)).scalars())

    async def _contacts(self) -> Mapping[UUID, Contact]:
        found = await Contacts(self._uow).at_companies(self._uai, self._ids)
        return {contact.id: contact for contact in found}

    async def _rows(self, table: Any, *more: Any) -> Sequence[Any]:
        statement = select(table.c.uai, table.c.site_id, *more)
        return (await self._uow.execute(statement.where(table.c.company_id.in_(self._ids)))).all()

    async def _pairs(self, key: Column[UUID], of: Column[UUID]) -> Mapping[UUID, UUID]:
        """What each row of this lycée is of."""
        table = key.table
        own = (table.c.uai == self._uai, table.c.company_id.in_(self._ids))
        pairs = select(key.label("key"), of.label("of")).where(*own)
        return {row.key: row.of for row in await self._uow.execute(pairs)}

    async def _corrected(self) -> set[UUID]:
        anew = select(company_notes.c.note_id).where(company_notes.c.version > 1)
        return await self._own(anew, company_notes)

    async def _own(self, statement: Select[Any], table: Any) -> set[UUID]:
        own = statement.where(table.c.uai == self._uai, table.c.company_id.in_(self._ids))
        return set((await self._uow.execute(own.distinct())).scalars()) - {None}


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
