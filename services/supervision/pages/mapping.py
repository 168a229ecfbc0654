"""The map of the department, one layer at a time: companies known, active partnerships, hosts of the year."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal
from urllib.parse import urlencode

from fastapi import Request, Response

from contracts.identifiers import SchoolYear
from contracts.publication import FactFamily
from services.chassis.reference.maps.boundaries import kept_boundaries
from services.chassis.reference.maps.map import CommuneMap, commune_map
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.query_route import runtime_of
from services.chassis.web.answers.rendering import render
from services.chassis.web.router import RequestUnitOfWork
from services.chassis.web.strict_query import strict_router
from services.chassis.web.views.french import PARIS, number
from services.supervision.domain.coverage import keeping
from services.supervision.pages.companies import PATH
from services.supervision.pages.following import follow_publication
from services.supervision.pages.journal import MOVED
from services.supervision.permissions import SEE_DEPARTMENT
from services.supervision.queries.by_commune import (
    companies_by_commune,
    hosts_by_commune,
    lycees_by_commune,
    partners_by_commune,
)
from services.supervision.queries.coverage import heard_from
from services.supervision.queries.revision import revision as read_revision

router = strict_router()
COMPANIES, OF_PLACES = (FactFamily.COMPANIES,), (FactFamily.HOSTING,)
Layer = Literal["entreprises", "partenariats", "accueils"]
LAYERS: Mapping[Layer, tuple[str, str, str]] = {
    "entreprises": (
        "Entreprises connues",
        "Entreprises connues du réseau, par commune",
        "sans entreprise connue",
    ),
    "partenariats": (
        "Partenariats actifs",
        "Entreprises sous partenariat actif avec un lycée, par commune",
        "sans partenariat actif connu",
    ),
    "accueils": (
        "Lieux d’accueil",
        "Entreprises qui accueillent cette année, semaines à venir comprises, par commune",
        "sans lieu d’accueil connu",
    ),
}
"""What a layer is called, what it shows, and what a commune without any lacks."""


@router.page("/departement/carte", action=SEE_DEPARTMENT)
async def show_map(
    request: Request, uow: RequestUnitOfWork, couche: Layer = "entreprises"
) -> Response:
    """One layer of the map, with its table (carte du département)."""
    revision = await read_revision(uow)
    await follow_publication(request, uow, revision)
    layers = [(key, label) for key, (label, _, _) in LAYERS.items()]
    return render(
        request,
        "supervision/map.html",
        layers=layers,
        revision=revision,
        moved=MOVED,
        now=uow.now,
        **await _drawn(request, uow, couche),
    )


@router.fragment("/departement/fragments/couche", action=SEE_DEPARTMENT)
async def layer_fragment(
    request: Request, uow: RequestUnitOfWork, couche: Layer = "entreprises"
) -> Response:
    """One layer alone."""
    return render(request, "supervision/_layer.html", **await _drawn(request, uow, couche))


async def _drawn(request: Request, uow: UnitOfWork, layer: Layer) -> dict[str, Any]:
    year = SchoolYear.of(uow.now.astimezone(PARIS).date())
    _, title, without = LAYERS[layer]
    values = await _values(uow, layer, year)
    drawn = _on_the_map(request, values, await lycees_by_commune(uow))
    return {
        "layer": layer,
        "year": year,
        "title": title,
        "without": without,
        "map": drawn,
        "map_rows": [
            [(line.name, _companies_of(line.name)), number(line.value)] for line in drawn.lines
        ],
        "kept": keeping(await heard_from(uow), (OF_PLACES if layer == "accueils" else COMPANIES)),
    }


def _on_the_map(
    request: Request, values: Mapping[str, int], seats: Mapping[str, Sequence[str]]
) -> CommuneMap:
    settings = runtime_of(request).settings
    outlines = kept_boundaries(settings.data_folder, settings.department)
    return commune_map(values, settings.department, outlines, seats)


def _companies_of(commune: str) -> str:
    return f"{PATH}?{urlencode({'q': commune})}"


async def _values(uow: UnitOfWork, layer: Layer, year: SchoolYear) -> Mapping[str, int]:
    if layer == "partenariats":
        return await partners_by_commune(uow)
    if layer == "accueils":
        return await hosts_by_commune(uow, year)
    return await companies_by_commune(uow)
