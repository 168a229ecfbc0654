"""Parts the home page and the card of a company load of themselves."""

from collections.abc import Mapping
from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Request, Response

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.rendering import render
from services.chassis.web.router import RequestUnitOfWork, Router
from services.coordination.need_list.labels import labels
from services.coordination.need_parts.queries import (
    OF_A_BUREAU,
    OF_THE_SUPERVISOR,
    read_needs_of,
)
from services.coordination.news.model.calendar import local_date
from services.coordination.permissions import HANDLE_NEEDS, ROUTE_NEEDS, SEE_NEEDS

router = Router()
NUMBERS_MAX = 600
"""Characters of the numbers of a company's sites, between commas."""


def given(_: Request, uow: UnitOfWork) -> Mapping[str, Any]:
    """What the parts of the home page are read with."""
    return {"today": local_date(uow.now), "own": sorted(uow.scope.uais)}


@router.fragment("/reseau/fragments/besoins-a-traiter", action=ROUTE_NEEDS)
async def to_see_to(request: Request, uow: RequestUnitOfWork) -> Response:
    """What waits for the supervisor."""
    found = await OF_THE_SUPERVISOR.of(uow, given(request, uow))
    return _part(request, uow, "fragment_supervisor.html", found)


@router.fragment("/reseau/fragments/besoins-transmis", action=HANDLE_NEEDS)
async def passed_on(request: Request, uow: RequestUnitOfWork) -> Response:
    """What a bureau was given."""
    found = await OF_A_BUREAU.of(uow, given(request, uow))
    return _part(request, uow, "fragment_bureau.html", found)


def _part(request: Request, uow: UnitOfWork, template: str, found: Any) -> Response:
    return render(
        request,
        f"coordination/need_parts/{template}",
        found=found,
        today=local_date(uow.now),
        **labels(),
    )


def numbers(sirets: str) -> list[str]:
    """The numbers of a company's sites, of an address."""
    return [one for one in sirets.split(",") if one]


@router.fragment("/besoins/fragments/entreprises/{company_id}", action=SEE_NEEDS)
async def of_company(
    request: Request,
    company_id: UUID,
    uow: RequestUnitOfWork,
    sirets: Annotated[str, Query(max_length=NUMBERS_MAX)] = "",
) -> Response:
    """The needs of a company, for its card; nothing where there is none."""
    return render(
        request,
        "coordination/need_parts/fragment_company.html",
        found=await read_needs_of(uow, company_id, numbers(sirets)),
        today=local_date(uow.now),
        **labels(),
    )
