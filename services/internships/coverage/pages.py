"""Pages of coverage."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from fastapi import Request, Response
from fastapi.responses import HTMLResponse

from contracts.identifiers import SchoolYear, Uai
from services.chassis.live.fragment_cache import Drawn
from services.chassis.reference.maps.boundaries import kept_boundaries
from services.chassis.reference.maps.map import commune_map
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.query_route import runtime_of
from services.chassis.web.answers.rendering import draw as draw_alone
from services.chassis.web.requests.lycee_choice import seats_shown
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views import charts
from services.chassis.web.views.french import date_fr, number, percent
from services.internships.base.days import local_date
from services.internships.base.page import draw
from services.internships.coverage.queries.periods import ClassGroup, PeriodCard, read_periods
from services.internships.coverage.queries.progress import read_agreed_by_day, read_hosts_by_commune
from services.internships.hosts.pages import host_names, named
from services.internships.periods.model import PeriodStatus
from services.internships.permissions import SEE_PFMP


async def classes_with_host_names(
    request: Request, uai: Uai, groups: Sequence[ClassGroup]
) -> Sequence[ClassGroup]:
    """The pupils of a period by class, each host by its company's name: the registry is asked once."""
    names = await host_names(request, uai, [one.host for group in groups for one in group.pupils])
    return [replace(group, pupils=named(group.pupils, names)) for group in groups]


router = Router()
MAP = "carte"
NO_REVISION = 0
"""Of a drawing that is named by all it is made of."""
EVER, NEVER = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
LEGEND = {"agreed": "Lieu d’accueil confirmé", "without": "Sans lieu d’accueil confirmé"}


def coming(cards: Sequence[PeriodCard], day: date) -> list[PeriodCard]:
    """The published periods not over yet, the nearest first."""
    shown = (
        card
        for card in cards
        if card.period.status is PeriodStatus.PUBLISHED and card.period.ends_on >= day
    )
    return nearest_first(shown)


def nearest_first(cards: Iterable[PeriodCard]) -> list[PeriodCard]:
    """In the order pupils leave."""
    return sorted(cards, key=lambda card: (card.period.starts_on, str(card.period.id)))


def most_urgent_first(cards: Iterable[PeriodCard], day: date) -> list[PeriodCard]:
    """By days left until pupils leave, those that run first; then by how many have no place."""

    def urgency(card: PeriodCard) -> tuple[int, int, date, str]:
        period = card.period
        left = max((period.starts_on - day).days, 0)
        return left, -card.total.without, period.starts_on, str(period.id)

    return sorted(cards, key=urgency)


@router.fragment("/pfmp/fragments/avancement", action=SEE_PFMP)
async def progress(request: Request, uow: RequestUnitOfWork) -> Response:
    """The nearest period of each lycée: how its pupils were covered, day by day until they leave."""
    day = local_date(uow.now)
    found = [
        card
        for card in coming(await read_periods(uow, uow.scope.uais), day)
        if card.total.expected and card.period.starts_on >= day
    ]
    nearest = {card.period.uai: card for card in reversed(found)}
    shown = [(card, await _curve(uow, card, day)) for card in nearest_first(nearest.values())]
    return draw(request, "internships/coverage/progress_fragment.html", shown=shown, today=day)


async def _curve(uow: UnitOfWork, card: PeriodCard, day: date) -> dict[str, Any]:
    agreed = await read_agreed_by_day(uow, card.period.id)
    expected = card.total.expected
    known = {on: count for on, count in agreed.items() if on <= day}
    known[day] = max(known.values(), default=0)
    rows = [
        [date_fr(on), number(count), percent(count, expected)]
        for on, count in sorted(known.items())
    ]
    shares = {on: 100 * count / expected for on, count in known.items()}
    return {"curve": charts.curve(shares, card.period.starts_on), "rows": rows}


@router.fragment("/pfmp/fragments/carte", action=SEE_PFMP)
async def hosts_on_a_map(request: Request, uow: RequestUnitOfWork) -> Response:
    """Where the hosts of the school year are."""
    runtime = runtime_of(request)
    settings, year = runtime.settings, SchoolYear.of(local_date(uow.now))
    hosts = await read_hosts_by_commune(uow, uow.scope.uais, year)
    boundaries = kept_boundaries(settings.data_folder, settings.department)
    seats = seats_shown(request)

    async def drawing() -> Drawn:
        drawn = commune_map(hosts, settings.department, boundaries, seats)
        rows = [[line.name, number(line.value)] for line in drawn.lines]
        told = {"map": drawn, "rows": rows, "school_year": year}
        part = draw_alone(request, "internships/coverage/map_fragment.html", told)
        return Drawn({MAP: part}, since=EVER, until=NEVER)

    # Named by all it is drawn of, whose figures were just read: the same is drawn the same.
    of = (MAP, year, boundaries, *(tuple(sorted(one.items())) for one in (hosts, _names(seats))))
    kept = await runtime.drawn.of(of, NO_REVISION, uow.now, drawing)
    return HTMLResponse(kept.parts[MAP])


def _names(seats: Mapping[str, Sequence[str]]) -> Mapping[str, tuple[str, ...]]:
    return {commune: tuple(names) for commune, names in seats.items()}


def bars_of(card: PeriodCard) -> charts.Bars:
    """The formations of a period, as bars."""
    counts = [
        (line.formation, {"agreed": line.counts.host_agreed, "without": line.counts.without})
        for line in card.lines
    ]
    return charts.bars(counts, LEGEND)
