"""The week in one screen: what moved, who is silent, what is coming (point de la semaine)."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from fastapi import Request, Response

from services.chassis.web.answers.rendering import render
from services.chassis.web.router import RequestUnitOfWork
from services.chassis.web.strict_query import strict_router
from services.chassis.web.views.french import PARIS, date_fr, number, plural, time_fr
from services.supervision.base.days_in_words import between
from services.supervision.base.figure_words import signed
from services.supervision.base.today import today_of
from services.supervision.permissions import SEE_DEPARTMENT
from services.supervision.publication.pages import follow_publication
from services.supervision.week.model import SUNDAY, monday_of
from services.supervision.week.queries import WeekDone, week_point

router = strict_router()
WEEK = "/departement/semaine"
A_WEEK = timedelta(weeks=1)
FIRST_WEEK = date(2020, 1, 6)
"""Passerelle knows nothing before it: an older day leads to it."""


@router.page(WEEK, action=SEE_DEPARTMENT)
async def show_week(request: Request, uow: RequestUnitOfWork, du: date | None = None) -> Response:
    """From Monday to Sunday, or to this evening; `du`: any day of the week."""
    await follow_publication(request, uow)
    today = today_of(uow)
    monday = max(monday_of(min(du or today, today)), FIRST_WEEK)
    point = await week_point(uow, monday, min(monday + SUNDAY, today))
    current = monday == monday_of(today)
    return render(
        request,
        "supervision/week/week.html",
        point=point,
        known=known_words(uow.now, point.until),
        called=between(monday, monday + SUNDAY),
        current=current,
        previous=monday - A_WEEK if monday > FIRST_WEEK else None,
        following=None if current else monday + A_WEEK,
        signed=signed,
        remarks=remarks,
    )


def known_words(now: datetime, until: date) -> str:
    """The words for when its figures were known: the evening of its last day, or now while that day is not over."""
    if now.astimezone(PARIS).date() == until:
        return f"aujourd’hui à {time_fr(now)}"
    return f"le {date_fr(until)} au soir"


def remarks(one: WeekDone) -> Sequence[str]:
    """By how many lycées, what is known otherwise since, and how many keep theirs."""
    told = (
        (one.then.total, plural(len(one.then.by_lycee), "lycée")),
        (
            one.recorded is not None and one.recorded != one.then.total,
            f"{number(one.recorded or 0)} transmis cette semaine",
        ),
        (one.noted_since, f"{plural(one.noted_since, 'noté')} depuis"),
        (one.gone_since, f"{plural(one.gone_since, 'retiré')} depuis"),
        (one.then.withheld, f"non publié par {plural(len(one.then.withheld), 'lycée')}"),
    )
    return [words for counted, words in told if counted]
