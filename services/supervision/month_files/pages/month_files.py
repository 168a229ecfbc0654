"""A month's report taken away: a workbook that reckons, and a PDF a screen reader reads."""

from uuid import UUID

from fastapi import Request, Response

from services.chassis.exports.file_answer import WORKBOOK, about, begin_piece
from services.chassis.exports.linked_workbook import linked_workbook
from services.chassis.exports.sheet import DEMONSTRATION
from services.chassis.web.answers.query_route import runtime_of
from services.chassis.web.strict_query import strict_router
from services.supervision.month_files.pages.month_print import printed_report
from services.supervision.month_files.pages.month_workbook import report_sheets
from services.supervision.month_files.pdf import PDF, typeset_report
from services.supervision.month_reports.pages.month_figures import SentReport
from services.supervision.month_reports.pages.month_records import RECORD, frozen_report
from services.supervision.month_reports.pages.month_reports import REPORT, Known, live_report
from services.supervision.permissions import EXPORT_REPORTS

router = strict_router()


@router.page(f"{REPORT}/rapport.xlsx", action=EXPORT_REPORTS)
async def live_workbook(request: Request, month: str, connus: Known | None = None) -> Response:
    """The report as it stands, as a workbook."""
    async with begin_piece(request) as uow:
        sent = await live_report(uow, month, connus)
    return await _workbook(request, sent)


@router.page(f"{REPORT}/rapport.pdf", action=EXPORT_REPORTS)
async def live_print(request: Request, month: str, connus: Known | None = None) -> Response:
    """The report as it stands, on paper."""
    async with begin_piece(request) as uow:
        sent = await live_report(uow, month, connus)
    return await _print(request, sent)


@router.page(f"{RECORD}/rapport.xlsx", action=EXPORT_REPORTS)
async def frozen_workbook(request: Request, report_id: UUID) -> Response:
    """What was sent, as a workbook."""
    async with begin_piece(request) as uow:
        sent = await frozen_report(uow, report_id)
    return await _workbook(request, sent)


@router.page(f"{RECORD}/rapport.pdf", action=EXPORT_REPORTS)
async def frozen_print(request: Request, report_id: UUID) -> Response:
    """What was sent, on paper."""
    async with begin_piece(request) as uow:
        sent = await frozen_report(uow, report_id)
    return await _print(request, sent)


async def _workbook(request: Request, sent: SentReport) -> Response:
    """Made once no connection is held any more."""
    lines = [one for one in (sent.known, sent.frozen) if one]
    title = f"{sent.words.title}, {sent.name}"
    sheets = report_sheets(sent, about(request, title, *lines))
    content = await linked_workbook(title, sent.report.known_on, sheets)
    return _file(sent, "xlsx", WORKBOOK, content)


async def _print(request: Request, sent: SentReport) -> Response:
    """Typeset once no connection is held any more."""
    department = f"Département {runtime_of(request).settings.department}"
    warning = DEMONSTRATION if request.app.state.look.demonstration else ""
    return _file(sent, "pdf", PDF, await typeset_report(printed_report(sent, department, warning)))


def _file(sent: SentReport, kind: str, media_type: str, content: bytes) -> Response:
    name = f"rapport-{sent.report.month}{'-fige' if sent.frozen else ''}.{kind}"
    return Response(
        content,
        media_type=media_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
