"""The activity report of a lycée for its board: its days are chosen, it is read, then taken away."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import Depends, Request, Response

from contracts.identifiers import SchoolYear, Uai
from services.chassis.web.answers.rendering import render
from services.chassis.web.router import CurrentIdentity
from services.chassis.web.strict_query import strict_router
from services.supervision.base.figure_words import parts, said
from services.supervision.base.figures import Unit
from services.supervision.base.today import today_of
from services.supervision.coverage.queries.coverage import school_years
from services.supervision.own_figures.model.report_days import (
    FIRST_KNOWN,
    ReportDays,
    ReportDaysRefused,
    offered,
    report_days,
)
from services.supervision.own_figures.pages import report_words
from services.supervision.own_figures.pages.own_lycee import (
    OWN,
    REPORT,
    choice,
    follow,
    name_of,
    reading,
    the_only_one,
)
from services.supervision.own_figures.queries import activity_report
from services.supervision.permissions import SEE_OWN_FIGURES
from services.supervision.report_figures.labels import headline_change

router = strict_router()
ADDRESS = f"{OWN}/{{uai}}/rapport"


@dataclass(frozen=True)
class AskedDays:
    """The days an address asks for, as they were typed."""

    periode: str = ""
    du: str = ""
    au: str = ""

    def days(self, today: date) -> ReportDays:
        """What is meant. Raises ReportDaysRefused."""
        return report_days(self.periode, self.du, self.au, today)


@router.page(REPORT, action=SEE_OWN_FIGURES)
async def show_own_report(request: Request, identity: CurrentIdentity) -> Response:
    """The report of one’s lycée over this school year; of who works for several, the choice."""
    only = the_only_one(request)
    if only is None:
        return choice(request, identity, title="Rapport d’activité", rest="/rapport")
    return await _page(request, identity, only, AskedDays())


@router.page(ADDRESS, action=SEE_OWN_FIGURES)
async def show_report(
    request: Request,
    uai: Uai,
    identity: CurrentIdentity,
    asked: Annotated[AskedDays, Depends()],
) -> Response:
    """The figures of a school year, a term, or days of one’s own (rapport d’activité)."""
    return await _page(request, identity, uai, asked)


async def _page(
    request: Request, identity: CurrentIdentity, uai: Uai, asked: AskedDays
) -> Response:
    async with reading(request, uai) as uow:
        await follow(request, uow, uai)
        today = today_of(uow)
        years = sorted({*await school_years(uow), SchoolYear.of(today)}, reverse=True)
        typed: dict[str, Any] = {"uai": uai, "choices": offered(years, today), "asked": asked}
        typed |= {"lycee": name_of(identity, uai), "earliest": FIRST_KNOWN, "latest": today}
        try:
            days = asked.days(today)
        except ReportDaysRefused as refused:
            return render(
                request,
                "supervision/own_figures/report.html",
                status=422,
                periode=asked.periode,
                errors=refused.errors,
                report=None,
                **typed,
            )
        report = await activity_report(uow, uai, days)
    return render(
        request,
        "supervision/own_figures/report.html",
        periode=days.key,
        errors={},
        report=report,
        query=urlencode(days.asked),
        words=report_words,
        said=said,
        parts=parts,
        moved=headline_change,
        count_unit=Unit.COUNT,
        percent_unit=Unit.PERCENT,
        **typed,
    )
