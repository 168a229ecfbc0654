"""The partnerships of each lycée with companies."""

from collections.abc import Sequence
from typing import Any

from fastapi import Request, Response

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.rendering import render
from services.chassis.web.router import RequestUnitOfWork
from services.chassis.web.strict_query import strict_router
from services.supervision.base.figure_words import counted, floored
from services.supervision.base.figures import Unit
from services.supervision.base.revision import MOVED
from services.supervision.base.revision import revision as read_revision
from services.supervision.coverage.model.coverage import LyceeCoverage
from services.supervision.coverage.queries.coverage import heard_from
from services.supervision.exactness.model import REGISTRY
from services.supervision.exactness.queries.exactness import compared_of
from services.supervision.partnerships.queries import commitment_counts, partnership_counts
from services.supervision.permissions import SEE_DEPARTMENT
from services.supervision.publication.pages import follow_publication

router = strict_router()


@router.page("/departement/partenariats", action=SEE_DEPARTMENT)
async def show_partnerships(request: Request, uow: RequestUnitOfWork) -> Response:
    """How many each lycée has today (partenariats avec les entreprises)."""
    revision = await read_revision(uow)
    await follow_publication(request, uow, revision)
    shown = await partnership_figures(uow, await heard_from(uow))
    return render(
        request,
        "supervision/partnerships/partnerships.html",
        revision=revision,
        moved=MOVED,
        now=uow.now,
        **shown,
    )


@router.fragment("/departement/fragments/partenariats", action=SEE_DEPARTMENT)
async def partnerships_fragment(request: Request, uow: RequestUnitOfWork) -> Response:
    """The partnerships of each lycée."""
    shown = await partnership_figures(uow, await heard_from(uow))
    return render(request, "supervision/partnerships/_partnerships.html", **shown)


async def partnership_figures(uow: UnitOfWork, lycees: Sequence[LyceeCoverage]) -> dict[str, Any]:
    """What `_partnerships.html` draws of these lycées."""
    return {
        "lycees": lycees,
        "partnerships": await partnership_counts(uow),
        "commitments": await commitment_counts(uow),
        "count": counted,
        "floored": floored,
        "euros": Unit.EUROS,
        "verified": await compared_of(uow, REGISTRY, lycees),
    }
