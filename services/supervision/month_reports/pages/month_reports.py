"""The monthly report for the IA-DASEN: the months, and what there is to say of each."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import Request, Response

from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.rendering import render, see_other
from services.chassis.web.router import RequestUnitOfWork
from services.chassis.web.strict_query import strict_router
from services.chassis.web.views.forms import FormModel, Typed, form_of
from services.chassis.web.views.french import month_name
from services.supervision.base.today import today_of
from services.supervision.month_reports.commands import keep_month_record
from services.supervision.month_reports.model.month_corrections import (
    Correction,
    compared_no_more,
    corrections,
    published_no_more,
)
from services.supervision.month_reports.pages.month_figures import (
    SentReport,
    drawn,
    period_name,
)
from services.supervision.month_reports.store import MonthRecords, MonthTexts
from services.supervision.past.model import Moment, Month, Period, Year, period_of_key
from services.supervision.permissions import SEE_DEPARTMENT, WRITE_REPORTS
from services.supervision.publication.pages import follow_publication
from services.supervision.report_figures.model.month_report import MonthReport
from services.supervision.report_figures.queries.month_report import known_months
from services.supervision.report_figures.queries.year_parts import report_of

router = strict_router()
REPORTS = "/departement/rapports"
REPORT = f"{REPORTS}/{{month}}"
Known = Literal["aujourdhui"]
"""`connus`: the figures of the same days as they are known today; without it, as they were then."""


@router.page(REPORTS, action=SEE_DEPARTMENT)
async def show_months(request: Request, uow: RequestUnitOfWork) -> Response:
    """The months something is known of (rapports mensuels)."""
    known, today = await known_months(uow), today_of(uow)
    years = sorted({Year.of(one.first) for one in known}, reverse=True)
    return render(
        request,
        "supervision/month_reports/months.html",
        years=[(one, period_name(one), one == Year.of(today)) for one in years],
        months=[(one, month_name(one.first)) for one in known],
        current=Month.of(today),
        sent=await MonthRecords(uow).sent(),
    )


@router.page(REPORT, action=SEE_DEPARTMENT)
async def show_month(
    request: Request, month: str, uow: RequestUnitOfWork, connus: Known | None = None
) -> Response:
    """What there is to say of a month (rapport du mois)."""
    await follow_publication(request, uow)
    sent = await live_report(uow, month, connus)
    text = await MonthTexts(uow).get(month)
    records = (await MonthRecords(uow).sent(month)).get(month, [])
    return render(
        request,
        "supervision/month_reports/month.html",
        month=sent.month,
        going_on=sent.report.until == today_of(uow),
        connus=connus,
        written_at=text.written_at,
        records=records,
        **drawn(sent),
    )


async def month_of(uow: UnitOfWork, key: str) -> Period:
    """The month, or the school year, an address names.

    Raises NotFound of one that is to come, that is none, or that was over before anything was known.
    """
    found = period_of_key(key)
    if found is None or found.first > today_of(uow):
        raise NotFound
    known = await known_months(uow)
    if known and found.last < known[-1].first:
        raise NotFound
    return found


async def live_report(uow: UnitOfWork, key: str, connus: Known | None) -> SentReport:
    """The report as it would be sent now. Raises NotFound."""
    month, today = await month_of(uow, key), today_of(uow)
    until = month.until(today)
    moment = Moment(until, today if connus else until)
    report = await report_of(uow, month, moment)
    text = (await MonthTexts(uow).get(key)).text
    found, not_compared = await since(uow, report)
    return SentReport(report, text, found, not_compared)


async def since(uow: UnitOfWork, report: MonthReport) -> tuple[list[Correction], list[str]]:
    """What is known otherwise today of the days of a report, and what cannot be compared with it."""
    today, month = today_of(uow), report.period
    if report.known_on >= today and report.measured_at in (None, uow.now):
        return [], []
    now = await report_of(uow, month, Moment(report.until, today))
    kept = [
        f"{lycee} (n’est plus publié\u00a0: {family.label[0].lower()}{family.label[1:]})"
        for lycee, family in published_no_more(report, now)
    ]
    return [*corrections(report, now)], [*compared_no_more(report, now), *kept]


class KeepForm(FormModel):
    """Which of the two times is sent."""

    connus: Known | None = None


async def _again(request: Request, uow: RequestUnitOfWork, month: str) -> Response:
    return await show_month(request, month, uow)


@router.form(f"{REPORT}/envois", action=WRITE_REPORTS, redisplay=_again)
async def keep(
    month: str, uow: RequestUnitOfWork, typed: Annotated[Typed[KeepForm], form_of(KeepForm)]
) -> Response:
    """Keep the report as it is sent."""
    sent = await live_report(uow, month, typed.model.connus)
    report_id = await keep_month_record(uow, report=sent.report, now=uow.now)
    return see_other(
        record_address(report_id),
        notice="Rapport figé\u00a0: ses chiffres et son texte ne changeront plus.",
    )


def record_address(report_id: UUID) -> str:
    """Where a report that was sent is read."""
    return f"{REPORTS}/figes/{report_id}"
