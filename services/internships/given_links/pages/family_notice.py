"""What families have to know of a PFMP, on one page to be printed (notice aux familles)."""

from uuid import UUID

from fastapi import Request, Response

from services.chassis.web.router import RequestUnitOfWork, Router
from services.internships.base.bureau import bureau_of
from services.internships.base.page import draw
from services.internships.coverage.queries.periods import read_period
from services.internships.permissions import SEE_PFMP

router = Router()


@router.page("/pfmp/periodes/{period_id}/notice", action=SEE_PFMP)
async def notice(request: Request, period_id: UUID, uow: RequestUnitOfWork) -> Response:
    """The ten lines, with the dates and whom to turn to; no pupil is named."""
    period = (await read_period(uow, period_id)).period
    bureau = await bureau_of(request, period.uai)
    return draw(
        request,
        "internships/given_links/family_notice.html",
        of=period.uai,
        period=period,
        bureau=bureau,
    )
