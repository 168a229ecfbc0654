"""What the home page shows of the PFMP: what to begin with, the nearest periods."""

from collections.abc import Sequence

from fastapi import Request, Response

from contracts.identifiers import SchoolYear, Uai
from services.chassis.web.router import RequestUnitOfWork, Router
from services.internships.attestations.queries import read_awaiting
from services.internships.base.days import local_date
from services.internships.base.page import draw
from services.internships.calendars.queries import count_to_check
from services.internships.coverage.pages import coming, most_urgent_first
from services.internships.coverage.queries.periods import PeriodCard, read_periods
from services.internships.departures.model import LOOKED_AT_FROM
from services.internships.departures.queries import count_blocked
from services.internships.desk.queries.first_steps import read_first_step
from services.internships.permissions import MANAGE_PERIODS, SEE_PFMP

router = Router()
NEAREST_SHOWN = 3
"""Periods of each lycée."""
UNFOLDED = 3
"""How many of them are read at once, where one has several lycées."""


@router.fragment("/pfmp/fragments/premiers-pas", action=MANAGE_PERIODS)
async def first_steps(request: Request, uow: RequestUnitOfWork) -> Response:
    """What a school year begins with; nothing once a PFMP of it is published."""
    year = SchoolYear.of(local_date(uow.now))
    return draw(
        request,
        "internships/desk/first_steps_fragment.html",
        missing=await read_first_step(uow, year),
    )


@router.fragment("/pfmp/fragments/aujourdhui", action=SEE_PFMP)
async def today(request: Request, uow: RequestUnitOfWork) -> Response:
    """The published periods not over yet, the most urgent first; classes nobody has said anything of."""
    day = local_date(uow.now)
    cards = most_urgent_first(coming(await read_periods(uow, uow.scope.uais), day), day)
    shown = [card for uai in sorted(uow.scope.uais) for card in _of(cards, uai)[:NEAREST_SHOWN]]
    to_check = await count_to_check(uow, SchoolYear.of(day))
    return draw(
        request,
        "internships/desk/today_fragment.html",
        cards=most_urgent_first(shown, day),
        unfolded=UNFOLDED,
        blocked=await count_blocked(uow, day),
        leaving=day + LOOKED_AT_FROM,
        to_check=to_check,
        awaiting=await read_awaiting(uow, day),
    )


def _of(cards: Sequence[PeriodCard], uai: Uai) -> list[PeriodCard]:
    return [card for card in cards if card.period.uai == uai]
