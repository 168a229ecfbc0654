"""Somebody changes a view of theirs."""

from datetime import datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.company_views.model import ViewContent
from services.partnerships.company_views.store import CompanyViews


async def change_view(
    uow: UnitOfWork,
    *,
    view_id: UUID,
    account_id: UUID,
    version: int,
    content: ViewContent,
    now: datetime,  # noqa: ARG001  every use case is given it
) -> None:
    """Change what it shows. Raises NotFound, ViewOfSomebodyElse, StaleVersion."""
    views = CompanyViews(uow)
    view = await views.get_for_update(view_id)
    view.change(account_id, version, content)
    await views.save(view)
