"""A view that was removed is put back."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from contracts.identifiers import Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.company_views.store import CompanyViews


async def put_back_view(
    uow: UnitOfWork,
    *,
    view_id: UUID,
    account_id: UUID,
    runs: Collection[Uai] = (),
    now: datetime,  # noqa: ARG001  every use case is given it
) -> None:
    """Put it back (vue remise), for whoever began with it too. Raises NotFound, ViewOfSomebodyElse."""
    views = CompanyViews(uow)
    view = await views.get_for_update(view_id, removed=True)
    view.expect_remover(account_id, runs)
    await views.remove(view, None)
