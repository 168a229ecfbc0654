"""One company of many is changed."""

from dataclasses import replace
from datetime import datetime

from contracts.identifiers import Naf
from contracts.partnerships.companies import CompanyCorrectedV1
from contracts.partnerships.partnerships import (
    PartnershipChangedV1,
    PartnershipEndedV1,
    PartnershipStage,
)
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.calendar import local_date
from services.partnerships.companies.model.company import Company
from services.partnerships.companies.store.companies import Companies
from services.partnerships.mass_changes.model import ChangeKind, CompanyState, Effect, MassChange
from services.partnerships.partnerships.commands import publish_partnership
from services.partnerships.partnerships.model.partnership import MOVES, Partnership
from services.partnerships.partnerships.store import Partnerships
from services.partnerships.tasks.model import Task, TaskDetails
from services.partnerships.tasks.store.tasks import Tasks
from services.partnerships.territories.store import Leads


async def apply_change(
    uow: UnitOfWork, *, change: MassChange, standing: CompanyState, now: datetime
) -> Effect:
    """Change it as asked, and return what it had and what it was given.

    What the rules leave alone was left out before: see `left_because`.
    """
    asked = change.asked
    if asked.task:
        return await _task(uow, change, asked.task, standing.company, now)
    if asked.stage and standing.partnership:
        return await _stage(uow, change, asked.stage, standing.partnership, now)
    if asked.naf:
        return await _activity(uow, change, asked.naf, standing.company, now)
    if standing.action:
        standing.action.invite(standing.company.id)  # kept once, with all of its companies
        return Effect()
    return await _lead(uow, change, standing, now)


async def _task(
    uow: UnitOfWork, change: MassChange, details: TaskDetails, company: Company, now: datetime
) -> Effect:
    task = Task(
        id=uow.new_id(),
        uai=change.uai,
        company_id=company.id,
        site_id=company.sites[0].id,
        **vars(details),
    )
    await Tasks(uow).add(task, now)
    return Effect(after={"task": str(task.id)})


async def _lead(
    uow: UnitOfWork, change: MassChange, standing: CompanyState, now: datetime
) -> Effect:
    company_id, leads = standing.company.id, Leads(uow)
    if change.asked.kind is ChangeKind.LEAD:
        today = local_date(now)
        await leads.take(change.uai, company_id, today)
        return Effect(after={"taken_on": today.isoformat()})
    await leads.leave(change.uai, company_id)
    taken_on = standing.lead_on or local_date(now)
    return Effect(before={"taken_on": taken_on.isoformat()})


async def _stage(
    uow: UnitOfWork, change: MassChange, to: PartnershipStage, moved: Partnership, now: datetime
) -> Effect:
    before = moved.stage
    moved.do(MOVES[to], change.roles, local_date(now))
    await Partnerships(uow).save(moved)
    over = moved.stage is PartnershipStage.ENDED
    told = PartnershipEndedV1 if over else PartnershipChangedV1
    await publish_partnership(uow, told=told, partnership=moved, now=now)
    return Effect(
        before={"stage": before.value},
        after={"partnership": str(moved.id), "version": moved.version},
    )


async def _activity(
    uow: UnitOfWork, change: MassChange, naf: Naf, company: Company, now: datetime
) -> Effect:
    before = company.details.naf
    company.correct(replace(company.details, naf=naf))
    await Companies(uow).save_all([company])
    facts = company.facts(local_date(now))
    uow.publish(CompanyCorrectedV1(**facts), version=company.version, uai=change.uai)
    return Effect(before={"naf": before}, after={"naf": naf})
