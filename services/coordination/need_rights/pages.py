"""« Droits d’une personne »: what needs hold of somebody, shown to who asks, and erased for good."""

from typing import Annotated, Any

from fastapi import Request, Response

from services.chassis.base.errors import Invalid
from services.chassis.reference.nomenclatures import commune_name
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import render, see_other
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import Typed, form_of
from services.coordination.actor_exchanges.queries import find_exchanges_naming
from services.coordination.actor_people.queries import find_people_named
from services.coordination.need_links.labels import KINDS
from services.coordination.need_rights.commands import erase_need
from services.coordination.need_rights.forms import ErasedNeedForm, PersonForm
from services.coordination.need_rights.queries import FOUND_MAX, find_needs_naming
from services.coordination.permissions import ERASE_NEEDS

router = Router()
PAGE = "/besoins/personnes"


class NotSure(Invalid):
    """What is erased does not come back: somebody says so on purpose."""

    code = "not-sure"
    title = "Cochez la case\u202f: ce qui est effacé ne revient pas."

    def __init__(self) -> None:
        super().__init__(field="sure")


@router.page(PAGE, action=ERASE_NEEDS)
async def page(request: Request, uow: RequestUnitOfWork) -> Response:
    """The form to look for somebody."""
    return await _show(request, uow, Typed.blank(PersonForm))


async def _again(request: Request, uow: RequestUnitOfWork, typed: Refused[Any]) -> Response:
    return await _show(request, uow, typed)


@router.form(PAGE, action=ERASE_NEEDS, redisplay=_again, recorded=False)
async def search(
    request: Request,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[PersonForm], form_of(PersonForm)],
) -> Response:
    """What is kept of who was looked for; the words are in no address."""
    found = typed.model
    return await _show(request, uow, Typed.blank(PersonForm, person=found.person))


@router.form(f"{PAGE}/effacement", action=ERASE_NEEDS, redisplay=_again)
async def erasing(
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[ErasedNeedForm], form_of(ErasedNeedForm)],
) -> Response:
    """Erase for good."""
    form = typed.model
    if not form.sure:
        raise NotSure
    await erase_need(uow, need_id=form.need_id, now=uow.now)
    return see_other(PAGE, notice="C’est effacé\u202f: qui a demandé, son texte et les réponses.")


async def _show(request: Request, uow: UnitOfWork, typed: Typed[Any]) -> Response:
    person = typed.value("person")
    return render(
        request,
        "coordination/need_rights/persons.html",
        seeking=typed if typed.form is PersonForm else Typed.blank(PersonForm, person=person),
        refused=typed if typed.form is ErasedNeedForm else None,
        erasing=Typed.blank(ErasedNeedForm),
        found=await find_needs_naming(uow, person),
        exchanges=await find_exchanges_naming(uow, person),
        people=await find_people_named(uow, person),
        sought=bool(person),
        person=person,
        found_max=FOUND_MAX,
        kinds=KINDS,
        commune_name=commune_name,
    )
