"""Somebody chooses the view they begin with."""

from datetime import datetime
from uuid import UUID

from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.calendar import local_date
from services.partnerships.company_views.store import CompanyViews


async def choose_default_view(
    uow: UnitOfWork,
    *,
    view_id: UUID,
    account_id: UUID,
    wanted: bool,
    now: datetime,
) -> None:
    """Begin with this view, or with none any more (vue par défaut). Raises NotFound."""
    views = CompanyViews(uow)
    view = await views.get_for_update(view_id)
    if not view.shown_to(account_id):
        raise NotFound
    await views.begin_with(view.uai, account_id, view.id if wanted else None, local_date(now))
