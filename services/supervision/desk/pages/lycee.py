"""What the department sees of one lycée: the supervisor and the head of the lycée read the same.

The same queries and templates answer both; row security leaves a head nothing of another lycée.
"""

from typing import Any
from uuid import UUID

from fastapi import Request, Response

from contracts.identifiers import SchoolYear, Uai
from services.chassis.base.errors import NotFound
from services.chassis.base.identity import Identity, Role
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.rendering import render
from services.chassis.web.router import CurrentIdentity, RequestUnitOfWork
from services.chassis.web.strict_query import strict_router
from services.chassis.web.views.french import month_name
from services.supervision.base.figure_words import parts, said
from services.supervision.base.today import today_of
from services.supervision.coverage.model.coverage import keeping
from services.supervision.coverage.queries.coverage import heard_from
from services.supervision.desk.pages.declared import declared_beside, lycee_not_in
from services.supervision.desk.pages.figures import coverage_figures, figures
from services.supervision.indicators.model.indicator import definition
from services.supervision.indicators.pages import measured
from services.supervision.journal.pages import JournalQuery, paged
from services.supervision.journal.queries.journal import JournalCut, journal_page
from services.supervision.permissions import SEE_LYCEE, SEE_OWN_LYCEES
from services.supervision.publication.model import HIDDEN_IN_THE_JOURNAL
from services.supervision.publication.pages import follow_publication

router = strict_router()


@router.page("/departement/mes-lycees", action=SEE_OWN_LYCEES)
async def own_lycees(
    request: Request, uow: RequestUnitOfWork, identity: CurrentIdentity
) -> Response:
    """The lycées one heads; with one alone, its page."""
    await follow_publication(request, uow)
    lycees = await heard_from(uow)
    if len(lycees) == 1:
        return await _page(request, uow, identity, Uai(lycees[0].uai), None)
    return render(request, "supervision/desk/own_lycees.html", lycees=lycees)


@router.page("/departement/lycees/{uai}", action=SEE_LYCEE)
async def show_lycee(
    request: Request,
    uai: Uai,
    uow: RequestUnitOfWork,
    identity: CurrentIdentity,
    annee: SchoolYear | None = None,
) -> Response:
    """What the department sees of a lycée; its head also finds there what opens and closes it.

    Of a lycée that is not in yet: what it declared to the supervisor.
    """
    await follow_publication(request, uow)
    try:
        return await _page(request, uow, identity, uai, annee)
    except NotFound:
        return await _not_in(request, uow, uai, annee)


async def _page(
    request: Request, uow: UnitOfWork, identity: Identity, uai: Uai, annee: SchoolYear | None
) -> Response:
    heads = any(grant.role is Role.HEAD and grant.uai == uai for grant in identity.grants)
    seen = await _seen(uow, uai, annee)
    return render(request, "supervision/desk/lycee.html", heads=heads, uai=uai, **seen)


async def _not_in(
    request: Request, uow: UnitOfWork, uai: Uai, annee: SchoolYear | None
) -> Response:
    year = annee or SchoolYear.of(today_of(uow))
    return render(
        request,
        "supervision/desk/lycee_not_in.html",
        lycee=await lycee_not_in(uow, uai, year),
        year=year,
        month_name=month_name,
        said=said,
        parts=parts,
    )


@router.fragment("/departement/fragments/lycees/{uai}", action=SEE_LYCEE)
async def seen_fragment(
    request: Request, uai: Uai, uow: RequestUnitOfWork, annee: SchoolYear | None = None
) -> Response:
    """The part of a lycée’s page both see, alone, to the byte the same for the supervisor and the head."""
    return render(request, "supervision/desk/_lycee.html", uai=uai, **await _seen(uow, uai, annee))


@router.page("/departement/lycees/{uai}/journal", action=SEE_LYCEE)
async def lycee_journal(
    request: Request, uai: Uai, uow: RequestUnitOfWork, avant: UUID | None = None
) -> Response:
    """The lines of one lycée, page by page."""
    await follow_publication(request, uow)
    [lycee] = (await coverage_figures(uow, None, uai=uai))["lycees"]
    journal = await journal_page(uow, before=avant, cut=JournalCut((uai,)))
    path = f"/departement/lycees/{uai}"
    return render(
        request,
        "supervision/journal/journal.html",
        journal_kept=keeping([lycee], HIDDEN_IN_THE_JOURNAL),
        above=[(lycee.name, path)],
        kinds=(),
        revision=None,
        **paged(journal, JournalQuery(), f"{path}/journal", first=avant is None),
    )


async def _seen(uow: UnitOfWork, uai: Uai, year: SchoolYear | None) -> dict[str, Any]:
    shown = await figures(uow, year, uai=uai)
    of_year, _, lines = await measured(uow, year)
    return {
        **shown,
        "indicators": [
            (one.indicator, one.by_lycee[uai])
            for one in lines
            if not one.indicator.department_alone
        ],
        "declared": await declared_beside(uow, uai, of_year),
        "month_name": month_name,
        "definition": definition,
        "said": said,
        "parts": parts,
        "journal": await journal_page(uow, cut=JournalCut((uai,))),
        "journal_kept": keeping(shown["lycees"], HIDDEN_IN_THE_JOURNAL),
    }
