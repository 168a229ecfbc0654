"""Reports as they were sent, beside what is known of the same days today."""

from typing import Annotated
from uuid import UUID

from fastapi import Request, Response

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.rendering import render, see_other
from services.chassis.web.router import RequestUnitOfWork
from services.chassis.web.strict_query import strict_router
from services.chassis.web.views.forms import FormModel, Typed, form_of
from services.chassis.web.views.french import datetime_fr
from services.supervision.month_reports.pages.month_figures import SentReport, drawn
from services.supervision.month_reports.pages.month_reports import REPORTS, since
from services.supervision.month_reports.store import MonthRecords
from services.supervision.permissions import SEE_DEPARTMENT, WRITE_REPORTS
from services.supervision.publication.pages import follow_publication

router = strict_router()
RECORD = f"{REPORTS}/figes/{{report_id}}"


@router.page(RECORD, action=SEE_DEPARTMENT)
async def show_record(request: Request, report_id: UUID, uow: RequestUnitOfWork) -> Response:
    """The figures and the text of that day, and what is known otherwise since (rapport figé)."""
    await follow_publication(request, uow)
    sent = await frozen_report(uow, report_id)
    records = await MonthRecords(uow).sent(sent.report.month)
    return render(
        request,
        "supervision/month_reports/month_record.html",
        report_id=report_id,
        others=[one for one in records[sent.report.month] if one.report_id != report_id],
        **drawn(sent),
    )


async def frozen_report(uow: UnitOfWork, report_id: UUID) -> SentReport:
    """The report that was sent. Raises NotFound."""
    record = await MonthRecords(uow).get(report_id)
    found, not_compared = await since(uow, record.report)
    frozen = f"Rapport figé le {datetime_fr(record.taken_at)}"
    return SentReport(record.report, record.text, found, not_compared, frozen)


async def _again(request: Request, uow: RequestUnitOfWork, report_id: UUID) -> Response:
    return await show_record(request, report_id, uow)


@router.form(f"{RECORD}/suppression", action=WRITE_REPORTS, redisplay=_again)
async def remove(
    report_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[FormModel], form_of(FormModel)],  # noqa: ARG001 refuses other fields
) -> Response:
    """Keep it no more."""
    records = MonthRecords(uow)
    record = await records.get(report_id)
    await records.remove(record.id)
    return see_other(f"{REPORTS}/{record.report.month}", notice="Rapport figé supprimé.")
