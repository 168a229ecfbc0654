"""Choosing which of one's lycées is shown, from the header of any page."""

from typing import Annotated

from fastapi import Response
from pydantic import Field

from contracts.identifiers import Uai
from services.chassis.base.errors import LyceeNotYours
from services.chassis.unit_of_work.permissions import SIGNED_IN
from services.chassis.web.answers.rendering import see_other
from services.chassis.web.requests.lycee_choice import remember
from services.chassis.web.router import CurrentIdentity, Router
from services.chassis.web.views.forms import FormModel, Typed, form_of
from services.portal.sessions.pages import own_path

router = Router()


class ShownForm(FormModel):
    """The lycée to show, all of them without one, and where to come back to."""

    uai: Uai | None = Field(default=None, title="Lycée")
    next: str = "/"


# Not recorded: it changes nothing but what this browser shows.
@router.form("/lycee-affiche", action=SIGNED_IN, recorded=False)
async def show_lycee(
    identity: CurrentIdentity, typed: Annotated[Typed[ShownForm], form_of(ShownForm)]
) -> Response:
    """Show one lycée, or all. Raises LyceeNotYours."""
    form = typed.model
    if form.uai is not None and form.uai not in identity.lycees:
        raise LyceeNotYours
    response = see_other(own_path(form.next))
    remember(response, identity, form.uai)
    return response
