"""A bureau takes back an exchange it noted by mistake."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from contracts.identifiers import CompanyId, InteractionId, Uai
from contracts.partnerships.companies import InteractionWithdrawnV1
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.calendar import local_date
from services.partnerships.exchanges.store.exchanges import Interactions
from services.partnerships.exchanges.store.signs_of_life import SignsOfLife
from services.partnerships.pressure.commands import take_solicitation_back
from services.partnerships.tasks.store.tasks import Tasks


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
