"""A link about a class, given to one of its teachers."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Request, Response

from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import see_other
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import Typed, form_of
from services.internships.base.page import draw
from services.internships.formations.store import Classes
from services.internships.given_links.pages.links import LIST
from services.internships.permissions import GIVE_LINK
from services.internships.personal_links.commands import give_class_link
from services.internships.personal_links.forms import ClassLinkForm
from services.internships.personal_links.model import TEACHER_CHARACTERS

router = Router()
LINKS = "/pfmp/classes/{class_id}/liens"


@router.page(f"{LINKS}/nouveau", action=GIVE_LINK)
async def blank(request: Request, class_id: UUID, uow: RequestUnitOfWork) -> Response:
    """The form of links for a class: for whom they are."""
    return await _form(request, uow, Typed.blank(ClassLinkForm), class_id)


async def _form(
    request: Request, uow: RequestUnitOfWork, typed: Refused[Any], class_id: UUID
) -> Response:
    of = await Classes(uow).get(class_id)
    return draw(
        request,
        "internships/given_links/class_link.html",
        of=of.uai,
        school_class=of,
        typed=typed,
        longest=TEACHER_CHARACTERS,
    )


@router.form(LINKS, action=GIVE_LINK, redisplay=_form)
async def give(
    class_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[ClassLinkForm], form_of(ClassLinkForm)],
) -> Response:
    """Give it; those of other teachers stay."""
    link_id = await give_class_link(
        uow, class_id=class_id, given_to=typed.model.given_to, now=uow.now
    )
    return see_other(f"{LIST}/{link_id}/impression")
