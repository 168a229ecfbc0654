"""A bureau logs an exchange with a company, once for all the lycées it was held for."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from contracts.identifiers import Uai
from contracts.partnerships.companies import OnboardingReason
from contracts.publication import FactFamily
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.acquaintances.commands import publish_onboarding
from services.partnerships.acquaintances.store import Acquaintances
from services.partnerships.base.calendar import local_date
from services.partnerships.companies.store.companies import Companies
from services.partnerships.contacts.model import Contact, ContactNotThere, ContactOfAnotherLycee
from services.partnerships.contacts.store.contacts import Contacts
from services.partnerships.exchanges.model import Exchange, Interaction, solicits
from services.partnerships.exchanges.store.exchanges import Interactions
from services.partnerships.exchanges.store.signs_of_life import SignsOfLife
from services.partnerships.pressure.commands import note_solicitation
from services.partnerships.publications.store import Publications
from services.partnerships.renewals.commands import plan_reminder
from services.partnerships.tasks.model import Task, TaskCode
from services.partnerships.tasks.store.tasks import Tasks


async def log_interaction(
    uow: UnitOfWork,
    *,
    company_id: UUID,
    site_id: UUID | None = None,
    exchange: Exchange,
    uais: Collection[Uai] = (),
    to_many: bool = False,
    now: datetime,
) -> UUID:
    """Log an exchange (échange consigné), at the main site by default, and return its id.

    `to_many`: it is a letter of a mail to many, which the company took no part in so far.
    Held for several lycées, each has it as its own, and tells it: the id is that of the first one.
    Raises NotFound, InteractionInTheFuture, NextStepInThePast, RefusalOfNoRefusal, ContactNotThere,
    ContactOfAnotherLycee, LyceeNotChosen.
    """
    # In one order: two people noting at once for the same lycées wait for each other in turn.
    lycees = sorted({uow.writing_for(uai) for uai in uais} or {uow.writing_for()})
    exchange.check(local_date(now))
    company = await Companies(uow).get(company_id)
    site = company.site(site_id) if site_id else company.sites[0]
    met = await _contact(uow, company_id, lycees, exchange.contact_id)
    shared_id = uow.new_id() if len(lycees) > 1 else None
    author = uow.actor_id
    logged = [
        Interaction(
            id=uow.new_id(),
            company_id=company.id,
            site_id=site.id,
            shared_id=shared_id,
            to_many=to_many,
            noted_by=author,
            **vars(exchange) | {"contact_id": met.id if met and met.uai == lycee else None},
        )
        for lycee in lycees
    ]
    for lycee, interaction in zip(lycees, logged, strict=True):
        await _log(uow, lycee, interaction, now)
    return logged[0].id


async def _contact(
    uow: UnitOfWork, company_id: UUID, lycees: Collection[Uai], contact_id: UUID | None
) -> Contact | None:
    """Whom the exchange was with: a contact of one of these lycées, in this company."""
    if contact_id is None:
        return None
    met = await Contacts(uow).find(contact_id)
    if met is None or met.company_id != company_id:
        raise ContactNotThere(field="contact_id")
    if met.uai not in lycees:
        raise ContactOfAnotherLycee(field="contact_id")
    return met


async def _log(uow: UnitOfWork, lycee: Uai, logged: Interaction, now: datetime) -> None:
    await Interactions(uow).add(lycee, logged)
    if logged.has_next_step:
        await Tasks(uow).add(_next_step(uow, lycee, logged), now)
    if logged.next_step_on:
        await plan_reminder(uow, uai=lycee, due_on=logged.next_step_on, now=now)
    if await Publications(uow).tells(lycee, FactFamily.EXCHANGES, local_date(now)):
        uow.publish(logged.told(), uai=lycee)
    if logged.met:
        await SignsOfLife(uow).touch(lycee, logged.company_id, logged.site_id, logged.occurred_on)
    else:
        await Acquaintances(uow).add_all(lycee, {(logged.company_id, logged.site_id)})
    if solicits(logged):
        await note_solicitation(
            uow,
            uai=lycee,
            source_id=logged.id,
            site_id=logged.site_id,
            on=logged.occurred_on,
            now=now,
        )
    if logged.onboards:
        reason = OnboardingReason.EXCHANGE
        await publish_onboarding(
            uow, uai=lycee, company_id=logged.company_id, reason=reason, on=logged.occurred_on
        )


def _next_step(uow: UnitOfWork, lycee: Uai, logged: Interaction) -> Task:
    return Task(
        id=uow.new_id(),
        uai=lycee,
        code=TaskCode.after(logged.outcome),
        company_id=logged.company_id,
        site_id=logged.site_id,
        interaction_id=logged.id,
        shared_id=logged.shared_id,
        due_on=logged.next_step_on,
    )
