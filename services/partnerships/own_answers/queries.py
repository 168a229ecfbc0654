"""The actions a company is asked to, as its own page shows them."""

from collections.abc import Sequence

from sqlalchemy import select

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.actions.model import ActionStatus, SchoolAction
from services.partnerships.actions.store import ACTIONS, A, read_action
from services.partnerships.actions.tables import action_companies
from services.partnerships.base.calendar import local_date
from services.partnerships.host_pages.model import HostPage

SHOWN_MAX = 20
INVITED = action_companies.c


async def read_own_actions(uow: UnitOfWork, page: HostPage) -> Sequence[SchoolAction]:
    """Actions of the lycée that gave the page, the next one first."""
    asked = select(INVITED.action_id).where(
        INVITED.uai == page.uai, INVITED.company_id == page.company_id
    )
    statement = (
        ACTIONS.where(
            A.uai == page.uai,
            A.action_id.in_(asked),
            A.status == ActionStatus.PLANNED.value,
            A.planned_on >= local_date(uow.now),
            ~A.mails_off,
        )
        .order_by(A.planned_on, A.action_id)
        .limit(SHOWN_MAX)
    )
    return [read_action(row) for row in await uow.execute(statement)]
