"""Somebody removes a view of theirs, or whoever runs the bureau one it shares."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from contracts.identifiers import Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.company_views.store import CompanyViews


async def remove_view(
    uow: UnitOfWork,
    *,
    view_id: UUID,
    account_id: UUID,
    runs: Collection[Uai] = (),
    now: datetime,
) -> None:
    """Remove it (vue supprimée); `runs`: the lycées whose bureau they run.

    Raises NotFound, ViewOfSomebodyElse.
    """
    views = CompanyViews(uow)
    view = await views.get_for_update(view_id)
    view.expect_remover(account_id, runs)
    await views.remove(view, now)
