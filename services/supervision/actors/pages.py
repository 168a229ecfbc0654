"""What is known of the exchanges with an actor, in its page of the directory.

A bureau reads the sum and who of the bureaux spoke with it last, as in the journal of the network.
"""

from uuid import UUID

from fastapi import Request, Response

from services.chassis.unit_of_work.unit_of_work import Scope
from services.chassis.web.answers.query_route import begin
from services.chassis.web.answers.rendering import render
from services.chassis.web.requests.request_context import context_of
from services.chassis.web.strict_query import strict_router
from services.chassis.web.views.french import PARIS
from services.supervision.actors.model import ActorFigures
from services.supervision.actors.queries import read_actor_figures
from services.supervision.permissions import PERMISSIONS, SEE_ACTOR_FIGURES, SEE_DEPARTMENT

router = strict_router()
# Those of all lycées are counted for the sum; which of them are named is said in the template.
DEPARTMENT = Scope(frozenset(), department_wide=True)


@router.fragment("/departement/fragments/acteur", action=SEE_ACTOR_FIGURES)
async def actor_figures(request: Request, acteur: UUID | None = None) -> Response:
    """How often the network speaks with an actor, and who did last."""
    figures = ActorFigures(())
    async with begin(request, DEPARTMENT) as uow:
        today = uow.now.astimezone(PARIS).date()
        if acteur is not None:
            figures = await read_actor_figures(uow, acteur, today=today)
    return render(
        request,
        "supervision/actors/fragment_actor.html",
        figures=figures,
        whole=PERMISSIONS.allows(context_of(request).user, SEE_DEPARTMENT),
    )
