"""The calendar of PFMP of all lycées, so that two of them do not ask the same hosts at once unawares."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from fastapi import Request, Response

from contracts.identifiers import SchoolYear
from services.chassis.base.identity import Role
from services.chassis.unit_of_work.unit_of_work import Scope
from services.chassis.web.answers.query_route import runtime_of
from services.chassis.web.answers.rendering import render
from services.chassis.web.router import CurrentIdentity
from services.chassis.web.strict_query import strict_router
from services.chassis.web.views.french import number
from services.chassis.web.views.week_timeline import Timeline, timeline
from services.supervision.domain.calendar import Week, clashes_of, planned_of, weeks_of, with_gaps
from services.supervision.domain.sentences import between
from services.supervision.permissions import SEE_CALENDAR
from services.supervision.queries.coverage import coverage, school_years

router = strict_router()
LEGEND = {"away": "En PFMP", "shared": "En PFMP, comme un autre lycée du même domaine"}
# Whoever plans for one lycée has to see the others: dates and formations, which say nothing of
# anybody. Figures stay with the department.
DEPARTMENT = Scope(frozenset(), department_wide=True)


@router.page("/departement/calendrier", action=SEE_CALENDAR)
async def show_calendar(
    request: Request, identity: CurrentIdentity, annee: SchoolYear | None = None
) -> Response:
    """Who is away when, week by week, and where fields of trades meet (calendrier des PFMP)."""
    figures = Role.SUPERVISOR in identity.roles
    async with runtime_of(request).work.begin(DEPARTMENT) as uow:
        current = SchoolYear.of(uow.now.date())
        year = annee or current
        years = sorted({*await school_years(uow), year, current}, reverse=True)
        planned = planned_of(await coverage(uow, year=year), figures=figures)
    weeks = with_gaps(weeks_of(planned))
    return render(
        request,
        "supervision/calendar.html",
        year=year,
        years=years,
        weeks=weeks,
        chart=_drawn(weeks),
        rows=[_row(week, figures=figures) for week in weeks],
        clashes=clashes_of(planned),
        figures=figures,
        between=between,
    )


def _row(week: Week, *, figures: bool) -> list[str]:
    formations = ", ".join(dict.fromkeys(one.formation for one in week.away))
    told = [between(week.monday, week.last), ", ".join(week.lycees) or "Aucun lycée", formations]
    return [*told, _pupils(week)] if figures else told


def _pupils(of: Week) -> str:
    """How many, and who told none: that is neither zero nor silence."""
    if not of.away:
        return "–"
    without = f"sans {', '.join(of.untold)}" if of.untold else ""
    return " ".join(filter(None, ("" if of.expected is None else number(of.expected), without)))


def _drawn(weeks: Sequence[Week]) -> Timeline:
    lines: dict[tuple[str, str], dict[date, str]] = defaultdict(dict)
    for week in weeks:
        for one in week.away:
            key = "shared" if one.uai in week.shared else "away"
            lines[one.lycee, one.uai][week.monday] = key
    return timeline([(name, lines[name, uai]) for name, uai in sorted(lines)], LEGEND)
