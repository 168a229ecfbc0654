"""The supervisor's pages: coverage, the network's journal, how fresh each lycée's news is.

The page is whole without JavaScript; with it, each part fetches itself again when the read
model moved.
"""

from typing import Any, Literal

from fastapi import Request, Response

from contracts.identifiers import SchoolYear
from contracts.publication import FactFamily
from services.chassis.geography.boundaries import kept_boundaries
from services.chassis.geography.drawing import commune_map
from services.chassis.live import ServerSentEvent, event_stream
from services.chassis.web.answering import runtime_of, still_allowed
from services.chassis.web.asked import strict_router
from services.chassis.web.french import number
from services.chassis.web.rendering import render
from services.chassis.web.routing import RequestUnitOfWork
from services.chassis.work import UnitOfWork
from services.supervision.domain.coverage import keeping
from services.supervision.domain.publication import IN_THE_JOURNAL
from services.supervision.pages.essentials import essentials
from services.supervision.pages.figures import figures
from services.supervision.pages.journal import MOVED, latest_lines
from services.supervision.permissions import SEE_DEPARTMENT
from services.supervision.queries.by_commune import companies_by_commune
from services.supervision.queries.coverage import heard_from
from services.supervision.queries.journal import journal_page
from services.supervision.queries.revision import latest_revision
from services.supervision.queries.revision import revision as read_revision

router = strict_router()
COMPANIES = (FactFamily.COMPANIES,)


@router.page("/departement", action=SEE_DEPARTMENT)
async def show_department(
    request: Request, uow: RequestUnitOfWork, annee: SchoolYear | None = None
) -> Response:
    """Everything at a glance (tableau de bord du département)."""
    # Read before the figures: a change that falls between makes the page fetch them again.
    revision = await read_revision(uow)
    shown = await figures(uow, annee)
    journal = latest_lines(await journal_page(uow))
    return render(
        request,
        "supervision/department.html",
        revision=revision,
        moved=MOVED,
        journal=journal,
        company_links=True,
        journal_kept=keeping(shown["lycees"], IN_THE_JOURNAL),
        map_kept=keeping(shown["lycees"], COMPANIES),
        **(shown | await essentials(uow, shown)),
        **await _mapped(request, uow),
    )


@router.fragment("/departement/fragments/essentiel", action=SEE_DEPARTMENT)
async def essentials_fragment(request: Request, uow: RequestUnitOfWork) -> Response:
    """The first screen alone."""
    return render(request, "supervision/_essentials.html", **await essentials(uow))


@router.fragment("/departement/fragments/carte", action=SEE_DEPARTMENT)
async def map_fragment(request: Request, uow: RequestUnitOfWork) -> Response:
    """Where the companies of the network are."""
    kept = keeping(await heard_from(uow), COMPANIES)
    return render(request, "supervision/_map.html", map_kept=kept, **await _mapped(request, uow))


async def _mapped(request: Request, uow: UnitOfWork) -> dict[str, Any]:
    settings = runtime_of(request).settings
    outlines = kept_boundaries(settings.data_folder, settings.department)
    drawn = commune_map(await companies_by_commune(uow), settings.department, outlines)
    return {"map": drawn, "map_rows": [[line.name, number(line.value)] for line in drawn.lines]}


@router.fragment("/departement/fragments/couverture", action=SEE_DEPARTMENT)
async def coverage_fragment(
    request: Request,
    uow: RequestUnitOfWork,
    annee: SchoolYear | None = None,
    bref: Literal["oui"] | None = None,
) -> Response:
    """Coverage alone; `bref`: without the table of each lycée."""
    shown = await figures(uow, annee)
    return render(request, "supervision/_coverage.html", brief=bref is not None, **shown)


@router.fragment("/departement/fragments/fraicheur", action=SEE_DEPARTMENT)
async def freshness_fragment(request: Request, uow: RequestUnitOfWork) -> Response:
    """How fresh each lycée's news is."""
    return render(request, "supervision/_freshness.html", **await figures(uow, None))


@router.fragment("/departement/fragments/partenariats", action=SEE_DEPARTMENT)
async def partnerships_fragment(request: Request, uow: RequestUnitOfWork) -> Response:
    """The partnerships of each lycée."""
    return render(request, "supervision/_partnerships.html", **await figures(uow, None))


@router.fragment("/departement/fragments/actions", action=SEE_DEPARTMENT)
async def actions_fragment(
    request: Request, uow: RequestUnitOfWork, annee: SchoolYear | None = None
) -> Response:
    """The actions of each lycée."""
    return render(request, "supervision/_actions.html", **await figures(uow, annee))


@router.fragment("/departement/flux", action=SEE_DEPARTMENT)
async def follow(request: Request, after: int | None = None) -> Response:  # noqa: ARG001  read with the header that replaces it
    """Server-sent events: the revision of the read model, each time it moved."""
    runtime = runtime_of(request)

    async def moved(after: int | None) -> ServerSentEvent | None:
        # A connection is held for this one question, if at all: a page stays open for hours.
        revision = await latest_revision(runtime.database, runtime.changes, shown=after)
        return None if revision == after else ServerSentEvent(revision, "", event=MOVED)

    return event_stream(request, runtime.changes, moved, allowed=still_allowed(request))
