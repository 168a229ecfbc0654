"""What came from outside about a need, for who handles it: a part of the page of the need."""

from uuid import UUID

from fastapi import Request, Response

from services.chassis.web.answers.rendering import render
from services.chassis.web.router import RequestUnitOfWork, Router
from services.coordination.need_links.queries import read_returned
from services.coordination.need_links.store import Precisions
from services.coordination.permissions import SEE_NEED_ADDITIONS

router = Router()


@router.fragment("/besoins/fragments/exterieur", action=SEE_NEED_ADDITIONS)
async def from_outside(
    request: Request, uow: RequestUnitOfWork, need_id: UUID | None = None
) -> Response:
    """What the company added, and whether mails to it or to an actor came back; nothing of an unknown need."""
    company, actor = await read_returned(uow, need_id) if need_id else (False, False)
    return render(
        request,
        "coordination/need_links/fragment_from_outside.html",
        precisions=await Precisions(uow).of(need_id) if need_id else (),
        company_returned=company,
        actor_returned=actor,
    )
