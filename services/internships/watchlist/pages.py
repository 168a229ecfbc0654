"""What is late or wrong during a PFMP: the list a bureau works through, and its part of « Aujourd'hui »."""

from uuid import UUID

from fastapi import Request, Response

from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.listing import Listing
from services.internships.base.access_notes import note_pupils
from services.internships.base.days import local_date
from services.internships.base.page import draw
from services.internships.follow_ups.labels import LEVELS
from services.internships.permissions import SEE_PFMP
from services.internships.visits.labels import WAYS
from services.internships.watchlist.labels import LATE
from services.internships.watchlist.model import Late
from services.internships.watchlist.queries import count_watched, read_open_alerts, read_watched

router = Router()
PATH = "/pfmp/suivi"
ALERTS_SHOWN = 6


@router.page(PATH, action=SEE_PFMP)
async def watching(
    request: Request, uow: RequestUnitOfWork, quoi: str = "", apres: UUID | None = None
) -> Response:
    """The watchlist: pupils nobody heard of or went to see in time, and open alerts."""
    today = local_date(uow.now)
    late = Late(quoi) if quoi in set(Late) else None
    page = await read_watched(uow, late=late, today=today, after=apres)
    await note_pupils(uow, [one.uai for one in page.items])
    return draw(
        request,
        "internships/watchlist/watchlist.html",
        page=page,
        listing=Listing(PATH, ("fin",), "", {"quoi": late or ""}),
        first=apres is None,
        reasons=[(one.value, label) for one, (label, _) in LATE.items()],
        labels=LATE,
        today=today,
        visit_labels=WAYS,
    )


@router.fragment("/pfmp/fragments/suivi", action=SEE_PFMP)
async def watched_today(request: Request, uow: RequestUnitOfWork) -> Response:
    """What has to be declared, open alerts, and how many pupils nobody was in touch with."""
    today = local_date(uow.now)
    alerts = await read_open_alerts(uow, limit=ALERTS_SHOWN)
    await note_pupils(uow, [one.uai for one in alerts])
    return draw(
        request,
        "internships/watchlist/watchlist_fragment.html",
        alerts=alerts,
        counts=await count_watched(uow, today),
        labels=LATE,
        level_labels=LEVELS,
    )
