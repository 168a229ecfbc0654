"""What two cards were counted in is counted and told again, once they are one, or two again."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from contracts.identifiers import Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.actions.commands import publish_action
from services.partnerships.actions.store import Actions
from services.partnerships.commitments.commands.plan_total import plan_total
from services.partnerships.merges.store.company_references import Joined


async def publish_merge(uow: UnitOfWork, *, joined: Collection[Joined], now: datetime) -> None:
    """Tell the totals of pledges, and the actions, that count one company less or more."""
    pledges = {(one.key["uai"], one.key["year"]) for one in joined if one.table == "tax_pledges"}
    for uai, year in sorted(pledges):
        await plan_total(uow, uai=Uai(uai), year=year, now=now)
    of_both = [one.key["action_id"] for one in joined if one.table == "action_companies"]
    actions = Actions(uow)
    for action_id in sorted(of_both, key=str):
        action = await actions.get_for_update(UUID(str(action_id)))
        action.count_again()
        await actions.save(action)
        await publish_action(uow, action=action, now=now)
