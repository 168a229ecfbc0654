"""« Départ » of a period: who is not ready to leave, and for want of what."""

from uuid import UUID

from fastapi import Request, Response

from services.chassis.web.router import RequestUnitOfWork, Router
from services.internships.agreements.labels import AGREEMENTS, SIGNERS
from services.internships.base.access_notes import note_pupils
from services.internships.base.days import local_date
from services.internships.base.page import draw
from services.internships.coverage.queries.periods import read_period
from services.internships.departures.labels import BLOCKS
from services.internships.departures.queries import blocks_of, departure_of
from services.internships.participations.labels import STANDINGS
from services.internships.permissions import SEE_PFMP
from services.internships.signatures.queries import read_agreements_of_period

router = Router()


@router.page("/pfmp/periodes/{period_id}/depart", action=SEE_PFMP)
async def departure(request: Request, period_id: UUID, uow: RequestUnitOfWork) -> Response:
    """Pupils without a place, agreements not signed, places without a tutor."""
    card, today = await read_period(uow, period_id), local_date(uow.now)
    found = departure_of(await read_agreements_of_period(uow, period_id))
    await note_pupils(uow, [card.period.uai], period_id=period_id)
    return draw(
        request,
        "internships/departures/departure.html",
        of=card.period.uai,
        period=card.period,
        departure=found,
        blocks=blocks_of(found.unsigned, card.period.starts_on, today),
        block_labels=BLOCKS,
        today=today,
        standings=AGREEMENTS,
        signers=SIGNERS,
        pupil_standings=STANDINGS,
    )
