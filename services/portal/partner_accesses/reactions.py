"""What is heard of accesses of partners: the directory says that one is over."""

from datetime import datetime
from uuid import UUID

from contracts.coordination.actor_people import ActorAccountEndedV1
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.portal.base.reactions import erasing, reactions
from services.portal.partner_accesses.commands import CLOSED_KIND, plan_closing


@reactions.on(ActorAccountEndedV1, group="partner_accesses", since="beginning")
async def close_the_account(event: ActorAccountEndedV1, now: datetime, uow: UnitOfWork) -> None:
    """It shows nothing any more already; of who was erased, no name stays. The DSDEN alone says it."""
    if uow.writing_for() != uow.department_uai:
        return
    await plan_closing(uow, account_id=event.account_id, erased=event.erased, now=now)


@erasing.of(CLOSED_KIND)
async def close_it_again(uow: UnitOfWork, *, resource_id: UUID, now: datetime) -> None:
    """A backup brought back the account of who was erased."""
    await plan_closing(uow, account_id=resource_id, erased=True, now=now)
