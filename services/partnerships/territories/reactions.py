"""Reactions to what the DSDEN decides of big accounts: the registry says who leads by it."""

from contracts.coordination.accounts import AccountLeadStatedV1
from contracts.envelope import Envelope
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.reactions import reactions
from services.partnerships.territories.store import Leads


@reactions.on(AccountLeadStatedV1, group="account_leads", since="beginning")
async def follow_the_arbitration(
    event: AccountLeadStatedV1, envelope: Envelope, uow: UnitOfWork
) -> None:
    """Whom the DSDEN named leads; who had taken the lead has it again once nothing holds any more."""
    await Leads(uow).follow(uow.writing_for(), event, envelope.version)
