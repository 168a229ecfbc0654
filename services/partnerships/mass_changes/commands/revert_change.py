"""One company of many is put back to what it was."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from contracts.identifiers import Naf
from contracts.partnerships.companies import CompanyCorrectedV1
from contracts.partnerships.partnerships import PartnershipChangedV1, PartnershipStage
from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.calendar import local_date
from services.partnerships.companies.store.companies import Companies
from services.partnerships.mass_changes.model import (
    ChangeKind,
    CompanyState,
    Effect,
    MassChange,
    Why,
    came_along,
    invitation_kept_because,
    task_kept_because,
)
from services.partnerships.mass_changes.store.mass_changes import MassChanges
from services.partnerships.merges.store.merges import Merge, Merges
from services.partnerships.partnerships.commands import publish_partnership
from services.partnerships.partnerships.model.partnership import PartnershipAct
from services.partnerships.partnerships.store import Partnerships
from services.partnerships.tasks.store.tasks import Tasks
from services.partnerships.territories.store import Leads


async def revert_change(
    uow: UnitOfWork,
    *,
    change: MassChange,
    effect: Effect,
    standing: CompanyState | None,
    way: Sequence[Merge],
    now: datetime,
) -> Why | None:
    """Put it back; why it keeps what it was given, where it does.

    `standing`: of the card it is by now, `way`: the merges that led there.
    """
    kind = change.asked.kind
    # Tasks and partnerships follow their company to another card.
    if kind is ChangeKind.TASK:
        return await _task(uow, UUID(effect.after["task"]))
    if kind is ChangeKind.STAGE:
        return await _stage(uow, change, effect, now)
    if standing is None:
        return Why.GONE
    if way and not await _came_along(uow, change, effect, standing, way):
        return Why.MERGED
    if kind is ChangeKind.INVITATION:
        return _invitation(standing)
    if kind is ChangeKind.ACTIVITY:
        return await _activity(uow, change, effect, standing, now)
    return await _lead(uow, change, effect, standing)


async def _came_along(
    uow: UnitOfWork,
    change: MassChange,
    effect: Effect,
    standing: CompanyState,
    way: Sequence[Merge],
) -> bool:
    """Whether what the other card has is what this one was given: the rest is not to be guessed."""
    if change.asked.kind is ChangeKind.INVITATION:
        return False
    if await MassChanges(uow).changed(change.id, standing.company.id):
        return False  # its own turn says what it goes back to
    if change.asked.kind is ChangeKind.ACTIVITY:
        return came_along(effect.after["naf"], [one.cards for one in way])
    if change.asked.kind is ChangeKind.LEAD:
        return all([await Merges(uow).brought_lead(one.id) for one in way])
    return standing.lead != change.uai


async def _task(uow: UnitOfWork, task_id: UUID) -> Why | None:
    tasks = Tasks(uow)
    try:
        [task] = await tasks.take(task_id)
    except NotFound:
        return task_kept_because(None)
    if why := task_kept_because(task):
        return why
    await tasks.remove([task.id])
    return None


def _invitation(standing: CompanyState) -> Why | None:
    company_id, action = standing.company.id, standing.action
    why = invitation_kept_because(action, company_id)
    if action is not None and why is None:
        action.leave_out(company_id)  # kept once, with all of its companies
    return why


async def _lead(
    uow: UnitOfWork, change: MassChange, effect: Effect, standing: CompanyState
) -> Why | None:
    company_id, leads = standing.company.id, Leads(uow)
    if standing.lead_decided:
        return Why.LEAD_DECIDED
    if change.asked.kind is ChangeKind.LEAD:
        taken_on = date.fromisoformat(effect.after["taken_on"])
        if (standing.lead, standing.lead_on) != (change.uai, taken_on):
            return Why.EDITED
        await leads.leave(change.uai, company_id)
        return None
    if standing.lead is not None:
        return Why.EDITED if standing.lead == change.uai else Why.LED_BY_ANOTHER
    await leads.take(change.uai, company_id, date.fromisoformat(effect.before["taken_on"]))
    return None


async def _stage(uow: UnitOfWork, change: MassChange, effect: Effect, now: datetime) -> Why | None:
    partnerships = Partnerships(uow)
    try:
        known = await partnerships.get_for_update(UUID(effect.after["partnership"]))
    except NotFound:
        return Why.GONE
    version = effect.after["version"]
    if known.version != version or known.before is None:
        return Why.EDITED
    if not known.allows(PartnershipAct.TAKE_BACK, change.roles):
        return Why.STAGE_REFUSED
    over = known.stage is PartnershipStage.ENDED
    if over and await partnerships.has_open(known.uai, known.company_id):
        return Why.EDITED
    known.take_back(version, change.roles)
    await partnerships.save(known)
    await publish_partnership(uow, told=PartnershipChangedV1, partnership=known, now=now)
    return None


async def _activity(
    uow: UnitOfWork, change: MassChange, effect: Effect, standing: CompanyState, now: datetime
) -> Why | None:
    company = standing.company
    if company.details.naf != effect.after["naf"]:
        return Why.EDITED
    before = effect.before["naf"]
    company.correct(replace(company.details, naf=Naf(before) if before else None))
    await Companies(uow).save_all([company])
    facts = company.facts(local_date(now))
    uow.publish(CompanyCorrectedV1(**facts), version=company.version, uai=change.uai)
    return None
