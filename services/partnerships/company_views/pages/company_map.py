"""The list of companies on a map, by commune (carte), with its table."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, Any

from fastapi import Depends, Request, Response

from services.chassis.reference.maps.boundaries import kept_boundaries
from services.chassis.reference.maps.map import CommuneMap, commune_map
from services.chassis.reference.nomenclatures import commune_name
from services.chassis.web.answers.query_route import runtime_of
from services.chassis.web.answers.rendering import render
from services.chassis.web.requests.lycee_choice import seats_shown
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.french import number
from services.partnerships.company_list.pages.filters import MINE, CompanyQuery
from services.partnerships.company_list.queries.map import Whereabouts, read_whereabouts
from services.partnerships.company_list.queries.order import CompanyOrder
from services.partnerships.company_views.pages.list_filter import formation_labels, seek, told_whole
from services.partnerships.permissions import SEE_COMPANIES

router = Router()
MAP = "/entreprises/carte"


@router.page(MAP, action=SEE_COMPANIES)
async def companies_on_a_map(
    request: Request, uow: RequestUnitOfWork, asked: Annotated[CompanyQuery, Depends()]
) -> Response:
    """Where the companies of a list are, whatever its address or its view asks for."""
    sought = await seek(request, uow, asked)
    asked = sought.asked
    found = await read_whereabouts(uow, words=asked.q, mine=asked.mine, asked=sought.chosen)
    settings = runtime_of(request).settings
    outlines = kept_boundaries(settings.data_folder, settings.department)
    drawn = commune_map(found.communes, settings.department, outlines, seats_shown(request))
    return render(
        request,
        "partnerships/company_views/map.html",
        found=found,
        drawn=drawn,
        rows=_rows(drawn, found, asked),
        back=_list(asked),
        sought=sought,
        by_place=replace(asked, tri=CompanyOrder.COMMUNE.value).listing().first,
        told=told_whole(sought, await formation_labels(request, uow, sought.formations)),
    )


def _rows(drawn: CommuneMap, found: Whereabouts, asked: CompanyQuery) -> list[Sequence[Any]]:
    """A line for each commune, leading to the companies there; last, those that are in none."""
    elsewhere = sorted(found.elsewhere.items(), key=lambda one: (-one[1], one[0]))
    rest = [*elsewhere, ("Commune inconnue", found.unknown)]
    return [
        *((_place(line.code, line.name, asked), number(line.value)) for line in drawn.lines),
        *((name, number(known)) for name, known in rest if known),
    ]


def _list(asked: CompanyQuery) -> str:
    """A bare address would begin with the view the reader chose to begin with."""
    listing = asked.listing()
    return listing.first if listing.query else f"{listing.path}?filtre={MINE}"


def _place(code: str, name: str, asked: CompanyQuery) -> str | tuple[str, str]:
    if not commune_name(code):
        return name  # which the address of a list does not know either
    return name, replace(asked, commune=code, ville="", rayon="").listing().first
