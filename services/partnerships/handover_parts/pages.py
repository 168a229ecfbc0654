"""The part of a hand-over dossier the registry draws."""

from fastapi import Request, Response

from contracts.partnerships.partnerships import PartnershipStage
from services.chassis.web.answers.rendering import render
from services.chassis.web.router import RequestUnitOfWork, Router
from services.partnerships.base.access_notes import note_contacts
from services.partnerships.base.calendar import local_date
from services.partnerships.companies.pages import writer
from services.partnerships.handover_parts.queries import read_known, read_led
from services.partnerships.partnerships.labels import STAGES
from services.partnerships.partnerships.queries import read_partnerships
from services.partnerships.permissions import SEE_COMPANIES
from services.partnerships.tasks.model import TASKS
from services.partnerships.tasks.queries import read_week

router = Router()
RUNNING = (PartnershipStage.ACTIVE, PartnershipStage.IN_DISCUSSION, PartnershipStage.CONTACTED)


@router.fragment("/entreprises/fragments/passation", action=SEE_COMPANIES)
async def handed_over(request: Request, uow: RequestUnitOfWork) -> Response:
    """What a bureau hands over of its companies."""
    partnerships, _ = await read_partnerships(uow)
    known = await read_known(uow)
    if any(one.person for one in known):
        await note_contacts(uow, uow.scope.uais, action="see-handover")
    week = await read_week(uow, own=None)
    return render(
        request,
        "partnerships/handover_parts/fragment_handover.html",
        partnerships=[one for one in partnerships if one.partnership.stage in RUNNING],
        steps=[step for steps in week.tasks.values() for step in steps],
        more_steps=week.more,
        known=known,
        led=await read_led(uow),
        stage_labels=STAGES,
        labels=TASKS,
        today=local_date(uow.now),
        **writer(request),
    )
