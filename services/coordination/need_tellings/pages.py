"""Noting a need for a company, also from its card."""

from typing import Annotated, Any

from fastapi import Request, Response

from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import render, see_other
from services.chassis.web.requests.lycee_choice import writable
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import Typed, form_of
from services.chassis.web.views.french import date_fr
from services.coordination.base.text import TITLE_CHARACTERS_MAX
from services.coordination.need_list.labels import KINDS, SOURCES, choices
from services.coordination.need_tellings.forms import ForCompanyForm, NewNeedForm
from services.coordination.needs.commands.tell_need import tell_need
from services.coordination.needs.model.need import SEATS_MAX, TEXT_CHARACTERS_MAX, due_day
from services.coordination.news.model.calendar import local_date
from services.coordination.permissions import PERMISSIONS, TELL_NEEDS

router = Router()
NEW = "/besoins/nouveau"
_WAYS = [(source, label) for source, label in choices(SOURCES) if source != "form"]


@router.page(NEW, action=TELL_NEEDS, whole=True)
async def new(request: Request) -> Response:
    """A need to note."""
    return _form(request, Typed.blank(NewNeedForm))


@router.form(f"{NEW}/entreprise", action=TELL_NEEDS, recorded=False)
async def new_for_company(
    request: Request, typed: Annotated[Typed[ForCompanyForm], form_of(ForCompanyForm)]
) -> Response:
    """The same for a company whose card knows it; its name is in no address."""
    return _form(request, Typed.blank(NewNeedForm, **typed.model.model_dump()))


async def _again(request: Request, typed: Refused[Any]) -> Response:
    return _form(request, typed)


def _form(request: Request, typed: Typed[Any]) -> Response:
    return render(
        request,
        "coordination/need_tellings/need_new.html",
        typed=typed,
        lycees=writable(request, PERMISSIONS, TELL_NEEDS),
        kind_choices=choices(KINDS),
        way_choices=_WAYS,
        title_max=TITLE_CHARACTERS_MAX,
        text_max=TEXT_CHARACTERS_MAX,
        seats_max=SEATS_MAX,
    )


@router.form(NEW, action=TELL_NEEDS, redisplay=_again, whole=True)
async def tell(
    uow: RequestUnitOfWork, typed: Annotated[Typed[NewNeedForm], form_of(NewNeedForm)]
) -> Response:
    """Note it: it is received from now on."""
    form = typed.model
    need_id = await tell_need(
        uow,
        details=form.details(),
        requester=form.requester(),
        source=form.source,
        uai=form.uai,
        now=uow.now,
    )
    day = date_fr(due_day(local_date(uow.now)), year=False)
    notice = f"Besoin noté\u00a0: quelqu’un le prend en charge avant la fin du {day}."
    return see_other(f"/besoins/{need_id}", notice=notice)
