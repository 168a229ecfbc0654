"""Commands of a saved view: saved, changed, removed, put back, chosen to begin with."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from contracts.identifiers import Uai
from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.calendar import local_date
from services.partnerships.company_views.model import CompanyView, ViewContent
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
