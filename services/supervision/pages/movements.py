"""Why a figure was 27 yesterday and is 25 today: what moved since a day, line by line, without pupils."""

from datetime import date
from typing import Any

from fastapi import Request, Response

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.rendering import render
from services.chassis.web.router import RequestUnitOfWork
from services.chassis.web.strict_query import strict_router
from services.chassis.web.views.french import PARIS
from services.supervision.domain.movements import by_lycee, day_before
from services.supervision.domain.sentences import between
from services.supervision.pages.essentials import signed
from services.supervision.pages.following import follow_publication
from services.supervision.permissions import SEE_DEPARTMENT
from services.supervision.queries.coverage import heard_from
from services.supervision.queries.history import moved_since

router = strict_router()


@router.page("/departement/mouvements", action=SEE_DEPARTMENT)
async def show_movements(
    request: Request, uow: RequestUnitOfWork, depuis: date | None = None
) -> Response:
    """What moved since the beginning of a day (mouvements de la couverture)."""
    await follow_publication(request, uow)
    return render(request, "supervision/movements.html", **await _moved(uow, depuis))


async def _moved(uow: UnitOfWork, asked: date | None) -> dict[str, Any]:
    today = uow.now.astimezone(PARIS).date()
    since = min(asked or day_before(today), today)
    movements = by_lycee(await moved_since(uow, since, await heard_from(uow)), since)
    return {
        "since": since,
        "today": today,
        "movements": movements,
        "between": between,
        "signed": signed,
    }
