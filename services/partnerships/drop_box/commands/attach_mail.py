"""Somebody says which company a mail is about."""

from datetime import datetime
from uuid import UUID

from contracts.partnerships.companies import InteractionKind, InteractionOutcome, InteractionPurpose
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.drop_box.store import Drops
from services.partnerships.exchanges.commands.log_interaction import log_interaction
from services.partnerships.exchanges.model.exchange import Exchange


async def attach_mail(
    uow: UnitOfWork, *, mail_id: UUID, account_id: UUID, company_id: UUID, now: datetime
) -> UUID:
    """Note the exchange with that company (courriel rattaché), and return its id. Raises NotFound."""
    drops = Drops(uow)
    mail = await drops.take(mail_id, account_id)
    await drops.close(mail_id, noted=True, now=now)
    exchange = Exchange(
        kind=InteractionKind.MAIL,
        purpose=InteractionPurpose.OTHER,
        outcome=InteractionOutcome.NONE,
        occurred_on=mail.occurred_on,
        note=mail.text,
    )
    return await log_interaction(
        uow, company_id=company_id, exchange=exchange, uais=[mail.uai], now=now
    )
