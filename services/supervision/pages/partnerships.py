"""The partnerships of each lycée with companies."""

from fastapi import Request, Response

from services.chassis.web.answers.rendering import render
from services.chassis.web.router import RequestUnitOfWork
from services.chassis.web.strict_query import strict_router
from services.supervision.pages.figures import partnership_figures
from services.supervision.pages.following import follow_publication
from services.supervision.pages.journal import MOVED
from services.supervision.permissions import SEE_DEPARTMENT
from services.supervision.queries.coverage import heard_from
from services.supervision.queries.revision import revision as read_revision

router = strict_router()


@router.page("/departement/partenariats", action=SEE_DEPARTMENT)
async def show_partnerships(request: Request, uow: RequestUnitOfWork) -> Response:
    """How many each lycée has today (partenariats avec les entreprises)."""
    revision = await read_revision(uow)
    await follow_publication(request, uow, revision)
    shown = await partnership_figures(uow, await heard_from(uow))
    return render(
        request,
        "supervision/partnerships.html",
        revision=revision,
        moved=MOVED,
        now=uow.now,
        **shown,
    )


@router.fragment("/departement/fragments/partenariats", action=SEE_DEPARTMENT)
async def partnerships_fragment(request: Request, uow: RequestUnitOfWork) -> Response:
    """The partnerships of each lycée."""
    shown = await partnership_figures(uow, await heard_from(uow))
    return render(request, "supervision/_partnerships.html", **shown)
