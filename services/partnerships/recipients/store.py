"""Marks and addresses of those a mail to many may reach."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from sqlalchemy import select

from contracts.identifiers import Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.acquaintances.tables import acquaintances
from services.partnerships.closures.store import Closures
from services.partnerships.companies.store.companies import Companies
from services.partnerships.contacts.model import Contact
from services.partnerships.contacts.store.contacts import Contacts
from services.partnerships.mail_stops.store import MailStops
from services.partnerships.pauses.store import Pauses
from services.partnerships.pressure.store.pressure import read_pressure
from services.partnerships.recipients.model import (
    Addressed,
    Excluded,
    Marks,
    Reach,
    addressee,
    once_each,
)
from services.partnerships.sharing.store import Objections
from services.partnerships.territories.store import Leads
from services.partnerships.ways.store import Ways


async def read_marks(
    uow: UnitOfWork, uai: Uai, company_ids: Collection[UUID]
) -> Mapping[UUID, Marks]:
    """Marks of the companies that have some."""
    ids = list(company_ids)
    through = {
        company_id: way.through
        for company_id, ways in (await Ways(uow).at(ids)).items()
        for way in ways
        if way.uai == uai and way.through
    }
    led_by = {
        company_id: lead.lycee
        for company_id, lead in (await Leads(uow).among(ids)).items()
        if lead.uai != uai
    }
    marked = through.keys() | led_by.keys()
    return {one: Marks(through.get(one), led_by.get(one)) for one in marked}


async def read_addressees(
    uow: UnitOfWork,
    uai: Uai,
    company_ids: Sequence[UUID],
    *,
    solicits: bool,
    knowingly: Collection[UUID] = (),
) -> Sequence[tuple[UUID, Addressed]]:
    """Whom the lycée writes to at each of these companies, in their order, or why to nobody.

    `knowingly`: those to be written to although one goes through somebody, or another bureau leads.
    """
    marks = await read_marks(uow, uai, company_ids)
    held = {
        company_id: one.holds(solicits=solicits)
        for company_id, one in marks.items()
        if company_id not in knowingly
    }
    reaches = {one.company.id: one for one in await _reaches(uow, uai, company_ids, held)}
    found: list[tuple[UUID, Addressed]] = []
    for company_id in company_ids:
        reach = reaches.get(company_id)
        one = addressee(reach, solicits=solicits) if reach else Excluded.GONE
        found.append((company_id, one))
    return once_each(found, knowingly)


async def _reaches(
    uow: UnitOfWork,
    uai: Uai,
    company_ids: Collection[UUID],
    held: Mapping[UUID, Excluded | None],
) -> Sequence[Reach]:
    companies = await Companies(uow).with_ids(company_ids)
    sites = [site.id for company in companies for site in company.sites]
    people = await Contacts(uow).at_companies(uai, company_ids)
    objected = set(await Objections(uow).among(people))
    mails = [one.details.mail for one in people if one.details.mail]
    standing = await MailStops(uow).standing(mails)
    lost = {mail for mail in mails if standing.is_lost(mail)}
    paused = {site for site, pauses in (await Pauses(uow).at(sites)).items() if pauses}
    pressure = await read_pressure(uow, sites)
    courtesy = {site for site, one in pressure.items() if one.courtesy_until}
    closed = set(await Closures(uow).at(sites))
    followed = await _followed(uow, uai, company_ids)
    there: dict[UUID, list[Contact]] = {}
    for one in people:
        there.setdefault(one.company_id, []).append(one)
    return [
        Reach(
            company=company,
            followed=company.id in followed,
            contacts=there.get(company.id, ()),
            objected=objected,
            stopped=standing.stopped,
            lost=lost,
            closed=closed,
            paused=paused,
            courtesy=courtesy,
            held=held.get(company.id),
        )
        for company in companies
    ]


async def _followed(uow: UnitOfWork, uai: Uai, company_ids: Collection[UUID]) -> set[UUID]:
    known = acquaintances.c
    statement = select(known.company_id).where(
        known.uai == uai, known.company_id.in_(list(company_ids))
    )
    return set((await uow.execute(statement)).scalars())
