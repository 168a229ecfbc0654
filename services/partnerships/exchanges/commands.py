"""Commands of exchanges with companies: logged, corrected, withdrawn, taken back with an import, held to the courtesy delay."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from contracts.identifiers import CompanyId, InteractionId, Uai
from contracts.partnerships.companies import (
    InteractionKind,
    InteractionWithdrawnV1,
    OnboardingReason,
)
from contracts.publication import FactFamily
from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.acquaintances.commands import publish_onboarding
from services.partnerships.acquaintances.store import Acquaintances
from services.partnerships.base.calendar import local_date
from services.partnerships.companies.model.imported_rows import (
    Bond,
    Counted,
    ImportedKind,
    ImportedRow,
)
from services.partnerships.companies.store.companies import Companies
from services.partnerships.companies.store.import_traces import IMPORT_TRACES, ImportTrace
from services.partnerships.contacts.model import Contact, ContactNotThere, ContactOfAnotherLycee
from services.partnerships.contacts.store.contacts import Contacts
from services.partnerships.exchanges.model import (
    Exchange,
    Interaction,
    InteractionAlreadyCorrected,
    kept_of_the_step,
    solicits,
)
from services.partnerships.exchanges.store.exchanges import Interactions
from services.partnerships.exchanges.store.signs_of_life import SignsOfLife
from services.partnerships.exchanges.tables import interactions
from services.partnerships.pressure.commands import note_solicitation, take_solicitation_back
from services.partnerships.pressure.model import CourtesyNotOver
from services.partnerships.pressure.store.pressure import read_pressure
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


async def withdraw_interaction(
    uow: UnitOfWork, *, company_id: UUID, interaction_id: UUID, now: datetime
) -> Sequence[Uai]:
    """Erase an exchange (échange retiré), for each of one's lycées it was noted for; say which.

    So is the task of its next step. The company stays on the list, and its first meeting stays told.
    Raises NotFound.
    """
    gone = await Interactions(uow).take(company_id, interaction_id)
    await Tasks(uow).drop_follow_ups([taken.id for _, taken in gone])
    for lycee, taken in gone:
        await SignsOfLife(uow).recall(lycee, company_id, taken.site_id)
        taken_back = InteractionWithdrawnV1(
            interaction_id=InteractionId(taken.id),
            company_id=CompanyId(company_id),
            occurred_on=local_date(now),
        )
        uow.publish(taken_back, version=2, uai=lycee)
        await take_solicitation_back(uow, uai=lycee, source_id=taken.id, now=now)
    return [lycee for lycee, _ in gone]


async def correct_interaction(
    uow: UnitOfWork,
    *,
    company_id: UUID,
    interaction_id: UUID,
    site_id: UUID | None = None,
    exchange: Exchange,
    now: datetime,
) -> UUID:
    """Take the exchange back and log the right one, for the same lycées; its id is another.

    What was said of the task of its next step stays; so does what became of it, if the step keeps
    its day. Only a mail stays a letter to many. Told as a withdrawal and an exchange: counted once.
    Raises InteractionAlreadyCorrected, and what `log_interaction` raises.
    """
    interactions, tasks = Interactions(uow), Tasks(uow)
    try:
        before = (await interactions.get(company_id, interaction_id)).interaction
        former = await interactions.former(company_id, interaction_id)
        said = await tasks.follow_ups(await interactions.ids(company_id, interaction_id))
        uais = await withdraw_interaction(
            uow, company_id=company_id, interaction_id=interaction_id, now=now
        )
    except NotFound:
        raise InteractionAlreadyCorrected from None
    if not uais:
        raise InteractionAlreadyCorrected
    corrected = await log_interaction(
        uow,
        company_id=company_id,
        site_id=site_id,
        exchange=exchange,
        uais=uais,
        to_many=before.to_many and exchange.kind is InteractionKind.MAIL,
        now=now,
    )
    ids = await interactions.ids(company_id, corrected)
    await interactions.succeed(ids, former, before)
    await _carry_over(tasks, said, await tasks.follow_ups(ids), kept_of_the_step(before, exchange))
    return corrected


async def _carry_over(
    tasks: Tasks, before: Sequence[Task], after: Sequence[Task], kept: Sequence[str]
) -> None:
    said = {task.uai: task for task in before}
    for task in after:
        if task.uai in said:
            had = {name: getattr(said[task.uai], name) for name in kept}
            await tasks.save(replace(task, **had))
        elif "due_on" in kept:  # somebody removed it: the same step does not bring it back
            await tasks.remove([task.id])


async def respect_courtesy(
    uow: UnitOfWork, *, company_id: UUID, site_id: UUID | None, exchange: Exchange, despite: bool
) -> None:
    """See that nobody overlooks the delay (délai de courtoisie), unless they say they go on.

    Raises NotFound, CourtesyNotOver.
    """
    if despite or not solicits(exchange):
        return
    company = await Companies(uow).get(company_id)
    site = company.site(site_id) if site_id else company.sites[0]
    pressure = await read_pressure(uow, [site.id], on=exchange.occurred_on)
    if pressure[site.id].courtesy_until is not None:
        raise CourtesyNotOver(field="despite_courtesy")


EXCHANGES = ImportedKind(
    "exchanges", Counted("échange retiré", "échanges retirés"), Bond.EXCHANGED, place=2
)


async def _read(
    uow: UnitOfWork, *, uai: Uai, company_ids: Collection[UUID]
) -> Sequence[ImportedRow]:
    of = interactions.c
    noted = select(of.interaction_id, of.company_id, of.site_id).where(
        of.uai == uai, of.company_id.in_(list(company_ids))
    )
    rows = await uow.execute(noted)
    return [ImportedRow(row.interaction_id, row.company_id, row.site_id) for row in rows]


async def take_back_imported(
    uow: UnitOfWork, *, rows: Sequence[tuple[UUID, UUID]], now: datetime
) -> None:
    """Withdraw the exchanges an import told of (échanges repris)."""
    for company_id, interaction_id in rows:
        await withdraw_interaction(
            uow, company_id=company_id, interaction_id=interaction_id, now=now
        )


IMPORT_TRACES.add(ImportTrace(interactions, EXCHANGES, read=_read, take_back=take_back_imported))
