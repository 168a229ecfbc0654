"""The department lycée by lycée: how fresh its news is, and its coverage over a school year."""

from fastapi import Request, Response

from contracts.identifiers import SchoolYear
from services.chassis.web.answers.rendering import render
from services.chassis.web.router import RequestUnitOfWork
from services.chassis.web.strict_query import strict_router
from services.supervision.base.revision import MOVED
from services.supervision.base.revision import revision as read_revision
from services.supervision.coverage.model.coverage import is_silent
from services.supervision.coverage.queries.coverage import heard_from
from services.supervision.desk.pages.declared import lycees_not_in
from services.supervision.desk.pages.figures import coverage_figures
from services.supervision.permissions import SEE_DEPARTMENT
from services.supervision.publication.pages import follow_publication

router = strict_router()
PATH = "/departement/lycees"


@router.page(PATH, action=SEE_DEPARTMENT)
async def show_lycees(
    request: Request, uow: RequestUnitOfWork, annee: SchoolYear | None = None
) -> Response:
    """Each lycée, with all its formations and periods of a year (lycée par lycée)."""
    revision = await read_revision(uow)
    await follow_publication(request, uow, revision)
    shown = await coverage_figures(uow, annee)
    return render(
        request,
        "supervision/desk/lycees.html",
        revision=revision,
        moved=MOVED,
        not_in=await lycees_not_in(uow),
        **shown,
    )


@router.fragment("/departement/fragments/couverture", action=SEE_DEPARTMENT)
async def coverage_fragment(
    request: Request, uow: RequestUnitOfWork, annee: SchoolYear | None = None
) -> Response:
    """Coverage alone."""
    return render(request, "supervision/desk/_coverage.html", **await coverage_figures(uow, annee))


@router.fragment("/departement/fragments/fraicheur", action=SEE_DEPARTMENT)
async def freshness_fragment(request: Request, uow: RequestUnitOfWork) -> Response:
    """How fresh each lycée's news is."""
    return render(
        request,
        "supervision/desk/_freshness.html",
        lycees=await heard_from(uow),
        now=uow.now,
        is_silent=lambda heard_at: is_silent(heard_at, uow.now),
    )
