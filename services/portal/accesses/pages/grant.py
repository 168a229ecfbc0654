"""Giving somebody an access to one's lycée."""

from typing import Annotated
from uuid import UUID

from fastapi import Request, Response

from contracts.identifiers import Uai
from services.chassis.base.errors import Invalid
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import Undo, render, see_other
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import Typed, form_of
from services.portal.accesses.commands.grant_access import grant_access
from services.portal.accesses.forms import GrantForm
from services.portal.accesses.pages.choices import (
    lycees_of,
    name_of,
    people_in,
    person_of,
    powers,
    roles_as_choices,
    today,
)
from services.portal.accesses.store import Accesses
from services.portal.permissions import GRANT_ACCESS
from services.portal.sessions.pages import telling_revoked

router = Router()
NEW = "/acces/nouveau"
Grant = Annotated[Typed[GrantForm], form_of(GrantForm)]


@router.page(NEW, action=GRANT_ACCESS)
async def new(request: Request, uow: RequestUnitOfWork, personne: UUID | None = None) -> Response:
    """An empty form; for somebody of the list when the address names them."""
    blank = Typed.blank(GrantForm, person=personne, from_on=today(request))
    return await _form(request, uow, blank)


async def _form(request: Request, uow: RequestUnitOfWork, typed: Refused[GrantForm]) -> Response:
    return render(
        request,
        "portal/accesses/grant.html",
        typed=typed,
        people=people_in(await Accesses(uow).holders()),
        roles=roles_as_choices(powers(request).everywhere()),
        lycees=list(lycees_of(request).items()),
        today=today(request),
    )


@router.form(NEW, action=GRANT_ACCESS, redisplay=_form)
async def grant(request: Request, uow: RequestUnitOfWork, typed: Grant) -> Response:
    """Give it."""
    form = typed.model
    uais = _lycees(request, form)
    account_id = await person_of(uow, form, uai=uais[0])
    given = await grant_access(
        uow,
        account_id=account_id,
        role=form.role,
        uais=uais,
        from_on=form.from_on,
        last_day=form.last_day,
        powers=powers(request),
        now=uow.now,
    )
    name = await name_of(uow, account_id)
    notice = f"Accès donné à {name}\u00a0: {form.role.label}."
    undo = Undo(f"/acces/{given[0]}/fin", {"version": "1"}) if len(given) == 1 else None
    return telling_revoked(see_other("/acces", notice=notice, undo=undo), request, account_id)


def _lycees(request: Request, form: GrantForm) -> list[Uai]:
    """The lycées it is for: the only one, or those that were ticked."""
    own = list(lycees_of(request))
    chosen = list(dict.fromkeys(form.lycees)) or (own if len(own) == 1 else [])
    if not chosen:
        raise Invalid("Choisissez au moins un lycée.", field="lycees")
    return chosen
