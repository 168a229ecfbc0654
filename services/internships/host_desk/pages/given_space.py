"""The block « Espace du tuteur » on the page of a place: its link is given, printed and closed."""

from typing import Annotated
from uuid import UUID

from fastapi import Request, Response

from services.chassis.web.answers.rendering import see_other
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import FormModel, Typed, form_of
from services.internships.base.page import draw
from services.internships.given_links.pages.links import LIST as LINKS
from services.internships.host_desk.commands import close_stay_link, give_stay_link
from services.internships.host_desk.labels import AGAIN, PREPARED
from services.internships.host_desk.queries import read_given_space
from services.internships.permissions import GIVE_LINK, SEE_PFMP

router = Router()
PLACEMENT = "/pfmp/placements/{placement_id}"
CLOSED = (
    "Lien fermé\u202f: ni lui ni son code n’ouvrent plus rien. Ce qui a été dit reste. Le prochain"
    " courriel à l’accueil en donnera un autre."
)


@router.fragment(f"{PLACEMENT}/fragments/espace-tuteur", action=SEE_PFMP)
async def given_space(request: Request, placement_id: UUID, uow: RequestUnitOfWork) -> Response:
    """Since when the page of the host is open and until when; whether it was read is not known."""
    space = await read_given_space(uow, placement_id)
    return draw(
        request,
        "internships/host_desk/fragment_given_space.html",
        of=space.uai,
        action=GIVE_LINK,
        space=space,
        here=f"/pfmp/placements/{placement_id}/espace-tuteur",
        again_labels=AGAIN,
        prepared_labels=PREPARED,
    )


@router.form(f"{PLACEMENT}/espace-tuteur", action=GIVE_LINK)
async def give(
    placement_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[FormModel], form_of(FormModel)],  # noqa: ARG001 refuses other fields
) -> Response:
    """Give the link of a stay, or the one it has, to print; prolonged to what the stay is now."""
    link_id = await give_stay_link(uow, placement_id=placement_id, now=uow.now)
    return see_other(f"{LINKS}/{link_id}/impression")


@router.form(f"{PLACEMENT}/espace-tuteur/fermeture", action=GIVE_LINK)
async def close(
    placement_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[FormModel], form_of(FormModel)],  # noqa: ARG001 refuses other fields
) -> Response:
    """Close the page of the host."""
    closed = await close_stay_link(uow, placement_id=placement_id, now=uow.now)
    notice = CLOSED if closed else "Ce lien ne servait déjà plus."
    return see_other(f"/pfmp/placements/{placement_id}", notice=notice)
