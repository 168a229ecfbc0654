"""One PFMP of a lycée, moment by moment: J-30, J-15, J-7, J0, each Monday; late entries apart."""

from uuid import UUID

from fastapi import Request, Response

from contracts.identifiers import Uai
from services.chassis.web.answers.rendering import render
from services.chassis.web.router import RequestUnitOfWork
from services.chassis.web.strict_query import strict_router
from services.chassis.web.views.french import PARIS
from services.supervision.domain.moments import history, now
from services.supervision.domain.sentences import between
from services.supervision.pages.figures import WITHHELD
from services.supervision.pages.following import follow_publication
from services.supervision.permissions import SEE_DEPARTMENT
from services.supervision.queries.moments import told_period

router = strict_router()


@router.page("/departement/couverture/{uai}/{period_id}", action=SEE_DEPARTMENT)
async def show_period(
    request: Request, uai: Uai, period_id: UUID, uow: RequestUnitOfWork
) -> Response:
    """What was known of a period at each moment (historique d’une PFMP)."""
    await follow_publication(request, uow)
    today = uow.now.astimezone(PARIS).date()
    period = await told_period(uow, uai, period_id)
    return render(
        request,
        "supervision/period.html",
        period=period,
        history=history(period.told, period.starts_on, period.ends_on, today),
        current=now(period.told, today),
        over=period.ends_on < today,
        withheld=WITHHELD,
        between=between,
    )
