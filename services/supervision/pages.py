"""The supervisor's pages: coverage, the network's journal, how fresh each lycée's news is.

The page is whole without JavaScript; with it, each part fetches itself again when the read
model moved.
"""

from typing import Any
from uuid import UUID

from fastapi import Request, Response

from contracts.identifiers import SchoolYear
from services.chassis.live import ServerSentEvent, event_stream
from services.chassis.web.answering import runtime_of
from services.chassis.web.rendering import render
from services.chassis.web.routing import RequestUnitOfWork, Router
from services.chassis.work import UnitOfWork
from services.supervision.domain.coverage import is_silent
from services.supervision.domain.sentences import between
from services.supervision.permissions import SEE_DEPARTMENT
from services.supervision.queries.coverage import coverage, school_years
from services.supervision.queries.journal import journal_page
from services.supervision.queries.revision import latest_revision
from services.supervision.queries.revision import revision as read_revision

router = Router()

MOVED = "revision"
"""The browser event that makes the parts of the page fetch themselves again."""


@router.page("/departement", action=SEE_DEPARTMENT)
async def show_department(
    request: Request, uow: RequestUnitOfWork, annee: SchoolYear | None = None
) -> Response:
    """Everything at a glance (tableau de bord du département)."""
    # Read before the figures: a change that falls between makes the page fetch them again.
    revision = await read_revision(uow)
    figures = await _figures(uow, annee)
    journal = await journal_page(uow)
    return render(
        request,
        "supervision/department.html",
        revision=revision,
        moved=MOVED,
        journal=journal,
        **figures,
    )


@router.page("/departement/journal", action=SEE_DEPARTMENT)
async def show_journal(
    request: Request, uow: RequestUnitOfWork, avant: UUID | None = None
) -> Response:
    """The whole journal, page by page (journal du réseau)."""
    journal = await journal_page(uow, before=avant)
    return render(request, "supervision/journal.html", journal=journal, first=avant is None)


@router.fragment("/departement/fragments/couverture", action=SEE_DEPARTMENT)
async def coverage_fragment(
    request: Request, uow: RequestUnitOfWork, annee: SchoolYear | None = None
) -> Response:
    """Coverage alone."""
    return render(request, "supervision/_coverage.html", **await _figures(uow, annee))


@router.fragment("/departement/fragments/fraicheur", action=SEE_DEPARTMENT)
async def freshness_fragment(request: Request, uow: RequestUnitOfWork) -> Response:
    """How fresh each lycée's news is."""
    return render(request, "supervision/_freshness.html", **await _figures(uow, None))


@router.fragment("/departement/fragments/journal", action=SEE_DEPARTMENT)
async def journal_fragment(request: Request, uow: RequestUnitOfWork) -> Response:
    """The last lines of the journal."""
    return render(request, "supervision/_journal.html", journal=await journal_page(uow))


@router.fragment("/departement/flux", action=SEE_DEPARTMENT)
async def follow(request: Request) -> Response:
    """Server-sent events: the revision of the read model, each time it moved."""
    runtime = runtime_of(request)

    async def moved(after: int | None) -> ServerSentEvent | None:
        # A connection is held for this one question: a page stays open for hours.
        revision = await latest_revision(runtime.database)
        return None if revision == after else ServerSentEvent(revision, "", event=MOVED)

    return event_stream(request, runtime.changes, moved)


async def _figures(uow: UnitOfWork, asked: SchoolYear | None) -> dict[str, Any]:
    current = SchoolYear.of(uow.now.date())
    year = asked or current
    return {
        "year": year,
        "years": sorted({*await school_years(uow), year, current}, reverse=True),
        "lycees": await coverage(uow, year=year),
        "now": uow.now,
        "is_silent": lambda heard_at: is_silent(heard_at, uow.now),
        "between": between,
    }
