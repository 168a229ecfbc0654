"""The supervisor's home: the essentials, and each other part of the department in a line or two.

The page is whole without JavaScript; with it, each part fetches itself again when the read model
moved. What it shows is the same for all who may see it, and is drawn once for them all.
"""

from datetime import datetime, time, timedelta

from fastapi import Request, Response

from contracts.identifiers import SchoolYear
from services.chassis.live.fragment_cache import Drawn
from services.chassis.live.page_stream import ServerSentEvent, event_stream
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.query_route import runtime_of, still_allowed
from services.chassis.web.answers.rendering import draw, render, see_other
from services.chassis.web.router import RequestUnitOfWork
from services.chassis.web.strict_query import strict_router
from services.chassis.web.views.french import PARIS
from services.supervision.domain.coverage import silence_begins
from services.supervision.pages.essentials import essentials
from services.supervision.pages.following import follow_publication
from services.supervision.pages.journal import MOVED
from services.supervision.pages.lycees import PATH as LYCEES
from services.supervision.pages.summaries import summaries
from services.supervision.permissions import SEE_DEPARTMENT
from services.supervision.queries.coverage import coverage
from services.supervision.queries.revision import latest_revision
from services.supervision.queries.revision import revision as read_revision

router = strict_router()
ESSENTIALS, SUMMARIES = "essentiel", "resume"


@router.page("/departement", action=SEE_DEPARTMENT)
async def show_department(
    request: Request, uow: RequestUnitOfWork, annee: SchoolYear | None = None
) -> Response:
    """Everything at a glance (tableau de bord du département), as of now; a year has its own page."""
    if annee is not None:
        return see_other(f"{LYCEES}?annee={annee}")
    # Read before the figures: a change that falls between makes the page fetch them again.
    revision = await read_revision(uow)
    await follow_publication(request, uow, revision)
    home = await _home(request, uow, revision)
    return render(
        request,
        "supervision/department.html",
        revision=revision,
        moved=MOVED,
        now=uow.now,
        essentials=home.parts[ESSENTIALS],
        summaries=home.parts[SUMMARIES],
    )


@router.fragment("/departement/fragments/essentiel", action=SEE_DEPARTMENT)
async def essentials_fragment(request: Request, uow: RequestUnitOfWork) -> Response:
    """The first screen alone."""
    return await _part(request, uow, ESSENTIALS)


@router.fragment("/departement/fragments/resume", action=SEE_DEPARTMENT)
async def summaries_fragment(request: Request, uow: RequestUnitOfWork) -> Response:
    """The other parts of the department, in a line or two each."""
    return await _part(request, uow, SUMMARIES)


async def _part(request: Request, uow: UnitOfWork, name: str) -> Response:
    home = await _home(request, uow, await read_revision(uow))
    return render(request, "supervision/_drawn.html", drawn=home.parts[name])


async def _home(request: Request, uow: UnitOfWork, revision: int) -> Drawn:
    """Both parts, as drawn for all who read in this scope."""

    async def drawing() -> Drawn:
        today = uow.now.astimezone(PARIS).date()
        lycees = await coverage(uow, year=SchoolYear.of(today))
        first, others = await essentials(uow, lycees), await summaries(uow, lycees)
        tomorrow = datetime.combine(today + timedelta(days=1), time(), PARIS)
        return Drawn(
            {
                ESSENTIALS: draw(request, "supervision/_essentials.html", first),
                SUMMARIES: draw(request, "supervision/_summaries.html", others),
            },
            since=datetime.combine(today, time(), PARIS),
            until=min(silence_begins(lycees, uow.now) or tomorrow, tomorrow),
        )

    return await runtime_of(request).drawn.of(("home", uow.scope), revision, uow.now, drawing)


@router.fragment("/departement/flux", action=SEE_DEPARTMENT)
async def follow(request: Request, after: int | None = None) -> Response:  # noqa: ARG001  read with the header that replaces it
    """Server-sent events: the revision of the read model, each time it moved."""
    runtime = runtime_of(request)

    async def moved(after: int | None) -> ServerSentEvent | None:
        # A connection is held for this one question, if at all: a page stays open for hours.
        revision = await latest_revision(runtime.database, runtime.changes, shown=after)
        return None if revision == after else ServerSentEvent(revision, "", event=MOVED)

    return event_stream(request, runtime.changes, moved, allowed=still_allowed(request))
