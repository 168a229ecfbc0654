"""The actions of each lycée with companies, over a school year."""

from collections.abc import Collection, Mapping, Sequence
from functools import partial
from typing import Any

from fastapi import Request, Response

from contracts.coordination.avenir import AXES
from contracts.identifiers import SchoolYear
from contracts.publication import FactFamily
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.rendering import render
from services.chassis.web.router import RequestUnitOfWork
from services.chassis.web.strict_query import strict_router
from services.chassis.web.views.french import PARIS
from services.supervision.actions.model import PartnerLine, partner_lines
from services.supervision.actions.queries import (
    action_counts,
    axis_counts,
    partner_counts,
    refusal_counts,
)
from services.supervision.base.figure_words import counted
from services.supervision.base.revision import MOVED
from services.supervision.base.revision import revision as read_revision
from services.supervision.coverage.model.coverage import LyceeCoverage
from services.supervision.coverage.queries.coverage import heard_from, school_years
from services.supervision.permissions import SEE_DEPARTMENT
from services.supervision.publication.pages import follow_publication

router = strict_router()


@router.page("/departement/actions", action=SEE_DEPARTMENT)
async def show_actions(
    request: Request, uow: RequestUnitOfWork, annee: SchoolYear | None = None
) -> Response:
    """How many each lycée held and plans (actions école-entreprise)."""
    revision = await read_revision(uow)
    await follow_publication(request, uow, revision)
    current = SchoolYear.of(uow.now.astimezone(PARIS).date())
    years = sorted({*await school_years(uow), annee or current, current}, reverse=True)
    return render(
        request,
        "supervision/actions/actions.html",
        revision=revision,
        moved=MOVED,
        now=uow.now,
        years=years,
        **await _shown(uow, annee or current),
    )


@router.fragment("/departement/fragments/actions", action=SEE_DEPARTMENT)
async def actions_fragment(
    request: Request, uow: RequestUnitOfWork, annee: SchoolYear | None = None
) -> Response:
    """The actions of each lycée."""
    year = annee or SchoolYear.of(uow.now.astimezone(PARIS).date())
    return render(request, "supervision/actions/_actions.html", **await _shown(uow, year))


async def _shown(uow: UnitOfWork, year: SchoolYear) -> dict[str, Any]:
    lycees = await heard_from(uow)
    return {"year": year, "lycees": lycees, **await action_figures(uow, year)}


async def action_figures(uow: UnitOfWork, year: SchoolYear) -> dict[str, Any]:
    """What `_actions.html` draws besides the lycées."""
    actions = await action_counts(uow, year)
    return {
        "actions": actions,
        "axes": AXES,
        "axis_columns": ["Lycée", *((name, "number") for name in AXES.values())],
        "by_partner": partial(_by_partner, await partner_counts(uow, year), frozenset(actions)),
        "by_axis": await axis_counts(uow, year),
        "refusals": await refusal_counts(uow, year),
        "count": counted,
    }


def _by_partner(
    counts: Mapping[str, Mapping[str, int]],
    heard: Collection[str],
    lycees: Sequence[LyceeCoverage],
) -> tuple[Sequence[PartnerLine], Sequence[str], Sequence[str]]:
    """The lines of those lycées that publish their actions, and the names of those that keep them and of
    those nothing was received from.
    """
    kept = [one for one in lycees if FactFamily.EXCHANGES in one.publication.closed]
    silent = [
        one
        for one in lycees
        if one not in kept and one.heard_at is None and one.uai not in {*counts, *heard}
    ]
    told = [(one.uai, one.name) for one in lycees if one not in (*kept, *silent)]
    return partner_lines(counts, told), [one.name for one in kept], [one.name for one in silent]
