"""Who knows a company (« Qui connaît cette entreprise »): lycées, partnerships, places; nobody by name."""

from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID

from fastapi import Query, Request, Response

from contracts.publication import FactFamily
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.rendering import render
from services.chassis.web.router import RequestUnitOfWork
from services.chassis.web.strict_query import strict_router
from services.chassis.web.views.french import PARIS
from services.supervision.acquaintances.model import (
    COURTESY_MAX,
    LATELY,
    Sought,
    asked_lately,
    year_before,
)
from services.supervision.acquaintances.queries.acquaintances import (
    find_known,
    known_company,
    spoke_since,
)
from services.supervision.acquaintances.queries.ties import TOLD_OF_A_COMPANY
from services.supervision.coverage.model.coverage import keeping
from services.supervision.coverage.queries.coverage import heard_from
from services.supervision.journal.pages import JournalQuery, paged
from services.supervision.journal.queries.journal import JournalCut, journal_page
from services.supervision.permissions import SEE_DEPARTMENT
from services.supervision.publication.model import HIDDEN_IN_THE_JOURNAL
from services.supervision.publication.pages import follow_publication

router = strict_router()
PATH = "/departement/entreprises"
TYPED_MAX = 120


@router.page(PATH, action=SEE_DEPARTMENT)
async def show_companies(
    request: Request,
    uow: RequestUnitOfWork,
    q: Annotated[str, Query(max_length=TYPED_MAX)] = "",
    apres: UUID | None = None,
) -> Response:
    """The companies that have what was typed, those most lycées know first."""
    await follow_publication(request, uow)
    sought = Sought.read(q)
    found = await find_known(uow, sought, apres)
    return render(
        request,
        "supervision/acquaintances/companies.html",
        typed=q,
        sought=sought,
        found=found,
        today=uow.now.astimezone(PARIS).date(),
        kept=keeping(await heard_from(uow), TOLD_OF_A_COMPANY),
        next_url=_address(q, found.next) if found.next else None,
        first_url=_address(q, None) if apres else None,
    )


@router.page(PATH + "/{company_id}", action=SEE_DEPARTMENT)
async def show_company(
    request: Request, company_id: UUID, uow: RequestUnitOfWork, avant: UUID | None = None
) -> Response:
    """One company, on however many cards: each lycée that knows it, and what the journal tells."""
    await follow_publication(request, uow)
    company = await known_company(uow, company_id)
    lycees = await heard_from(uow)
    journal = await journal_page(uow, before=avant, cut=JournalCut(company_cards=company.cards))
    here = f"{PATH}/{company.company_id}"
    return render(
        request,
        "supervision/acquaintances/company.html",
        company=company,
        today=uow.now.astimezone(PARIS).date(),
        kept=keeping(lycees, TOLD_OF_A_COMPANY),
        journal_kept=keeping(lycees, HIDDEN_IN_THE_JOURNAL),
        **paged(journal, JournalQuery(), here, first=avant is None),
    )


@router.fragment("/departement/fragments/entreprises/{company_id}", action=SEE_DEPARTMENT)
async def acquaintances_fragment(
    request: Request, company_id: UUID, uow: RequestUnitOfWork
) -> Response:
    """The lycées that know a company, for the page of another service."""
    await follow_publication(request, uow)
    return render(
        request,
        "supervision/acquaintances/fragment_acquaintances.html",
        company=await known_company(uow, company_id),
    )


@router.fragment("/departement/fragments/entreprises/{company_id}/lycees", action=SEE_DEPARTMENT)
async def lycees_fragment(request: Request, company_id: UUID, uow: RequestUnitOfWork) -> Response:
    """What each lycée does with a company, counted, for the page of its big account."""
    await follow_publication(request, uow)
    return render(
        request,
        "supervision/acquaintances/fragment_lycees.html",
        company=await known_company(uow, company_id),
        today=uow.now.astimezone(PARIS).date(),
        kept=keeping(await heard_from(uow), TOLD_OF_A_COMPANY),
    )


@router.fragment(
    "/departement/fragments/entreprises/{company_id}/sollicitations", action=SEE_DEPARTMENT
)
async def asked_lately_fragment(
    request: Request,
    company_id: UUID,
    uow: RequestUnitOfWork,
    delai: Annotated[int, Query(ge=0, le=COURTESY_MAX)] = 0,
    chef: Annotated[str, Query(max_length=8)] = "",
) -> Response:
    """How much each lycée asked a company lately, before a need of it is passed on."""
    await follow_publication(request, uow)
    company = await known_company(uow, company_id)
    today = uow.now.astimezone(PARIS).date()
    heard = await _heard(uow)
    spoke = await spoke_since(uow, company.cards, today - LATELY)
    return render(
        request,
        "supervision/acquaintances/fragment_sollicitations.html",
        company=company,
        rows=asked_lately(heard, spoke, courtesy_days=delai, today=today),
        many=sum(times for times, _ in spoke.values()),
        courtesy_days=delai,
        lead=chef,
    )


@router.fragment("/departement/fragments/entreprises/{company_id}/annee", action=SEE_DEPARTMENT)
async def asked_in_a_year_fragment(
    request: Request, company_id: UUID, uow: RequestUnitOfWork
) -> Response:
    """How often each lycée spoke with a company in twelve months, for the page of its big account."""
    await follow_publication(request, uow)
    company = await known_company(uow, company_id)
    today = uow.now.astimezone(PARIS).date()
    since = year_before(today)
    spoke = await spoke_since(uow, company.cards, since)
    rows = asked_lately(await _heard(uow), spoke, courtesy_days=0, today=today)
    return render(
        request,
        "supervision/acquaintances/fragment_year.html",
        rows=sorted(rows, key=lambda one: -(one.times or 0)),
        many=sum(one.times or 0 for one in rows),
        since=since,
        untold=[one.lycee for one in rows if one.times is None],
    )


async def _heard(uow: UnitOfWork) -> list[tuple[str, str, bool, bool]]:
    """Each lycée: its UAI, its name, whether its exchanges are kept there, whether it was heard."""
    return [
        (
            one.uai,
            one.name,
            FactFamily.EXCHANGES in one.publication.closed,
            one.heard_at is not None,
        )
        for one in await heard_from(uow)
        if one.uai != uow.department_uai
    ]


def _address(typed: str, after: UUID | None) -> str:
    given = {name: str(one) for name, one in (("q", typed), ("apres", after)) if one}
    return f"{PATH}?{urlencode(given)}" if given else PATH
