"""Reactions to cards that turn out to be one company’s: its big account is found on each of them."""

from datetime import datetime

from contracts.envelope import Envelope
from contracts.partnerships.merges import CompanyMergedV1, MergeUndoneV1
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.accounts.commands import plan_joining
from services.coordination.accounts.store import MergedCards
from services.coordination.base.reactions import reactions


@reactions.on(CompanyMergedV1, group="company_merges", since="beginning")
async def join_the_cards(
    event: CompanyMergedV1, envelope: Envelope, now: datetime, uow: UnitOfWork
) -> None:
    """Both cards lead to the same account, which concerns the lycées of both."""
    await MergedCards(uow).keep(
        event.company_id, event.absorbed_id, merged=True, version=envelope.version
    )
    cards = (event.company_id, event.absorbed_id)
    await plan_joining(uow, cards=cards, version=envelope.version, now=now)


@reactions.on(MergeUndoneV1, group="company_merges", since="beginning")
async def part_the_cards(
    event: MergeUndoneV1, envelope: Envelope, now: datetime, uow: UnitOfWork
) -> None:
    """They were two companies after all."""
    await MergedCards(uow).keep(
        event.company_id, event.restored_id, merged=False, version=envelope.version
    )
    cards = (event.company_id, event.restored_id)
    await plan_joining(uow, cards=cards, version=envelope.version, now=now)
