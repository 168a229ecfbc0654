"""A bureau plans an action with companies."""

from datetime import datetime
from uuid import UUID

from contracts.identifiers import Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.acquaintances.store import Acquaintances
from services.partnerships.actions.commands.publish_action import publish_action
from services.partnerships.actions.model import ActionDetails, CompanyAnswer, SchoolAction
from services.partnerships.actions.store import Actions
from services.partnerships.companies.store.companies import Companies


async def plan_action(
    uow: UnitOfWork,
    *,
    details: ActionDetails,
    company_id: UUID | None = None,
    uai: Uai | None = None,
    now: datetime,
) -> UUID:
    """Plan an action (action prévue) and return its id. Raises NotFound, LyceeNotChosen."""
    lycee = uow.writing_for(uai)
    company = await Companies(uow).get(company_id) if company_id else None
    planned = SchoolAction(
        id=uow.new_id(),
        uai=lycee,
        details=details,
        companies={company.id: CompanyAnswer.COMING} if company else {},
    )
    await Actions(uow).add(planned)
    if company:
        await Acquaintances(uow).add_all(lycee, {(company.id, company.sites[0].id)})
    await publish_action(uow, action=planned, now=now)
    return planned.id
