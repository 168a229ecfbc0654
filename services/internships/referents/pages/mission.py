"""The mission order of a referent teacher for a period: one page to print, fill in and sign."""

from uuid import UUID

from fastapi import Request, Response

from services.chassis.web.router import RequestUnitOfWork, Router
from services.internships.base.access_notes import note_pupils
from services.internships.base.days import local_date
from services.internships.base.page import draw
from services.internships.permissions import SEE_PFMP
from services.internships.referents.queries.mission import read_mission

router = Router()


@router.page("/pfmp/periodes/{period_id}/mission/{referent_id}", action=SEE_PFMP)
async def mission(
    request: Request, period_id: UUID, referent_id: UUID, uow: RequestUnitOfWork
) -> Response:
    """The mission of a teacher: whom they go to see, where and when; what it costs is written by hand."""
    found = await read_mission(uow, period_id, referent_id)
    await note_pupils(uow, [found.period.uai], period_id=period_id)
    return draw(
        request,
        "internships/referents/mission.html",
        of=found.period.uai,
        mission=found,
        today=local_date(uow.now),
    )
