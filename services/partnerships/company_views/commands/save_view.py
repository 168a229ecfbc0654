"""Somebody saves a view of the list of companies."""

from datetime import datetime
from uuid import UUID

from contracts.identifiers import Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.calendar import local_date
from services.partnerships.company_views.model import CompanyView, ViewContent
from services.partnerships.company_views.store import CompanyViews


async def save_view(
    uow: UnitOfWork,
    *,
    account_id: UUID,
    content: ViewContent,
    uai: Uai | None = None,
    now: datetime,
) -> UUID:
    """Save it under a name (vue enregistrée), and return its id. Raises LyceeNotChosen."""
    view = CompanyView(uow.new_id(), uow.writing_for(uai), account_id, content)
    await CompanyViews(uow).add(view, local_date(now))
    return view.id
