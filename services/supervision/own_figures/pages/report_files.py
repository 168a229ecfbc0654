"""The activity report taken away: a workbook that reckons, and a PDF a screen reader reads."""

from pathlib import Path
from typing import Annotated

from fastapi import Depends, Request, Response

from contracts.identifiers import Uai
from contracts.portal.lycee_profile import LYCEE_PROFILE, LyceeProfileRequest
from services.chassis.documents.typesetting import PDF, typeset
from services.chassis.exports.file_answer import WORKBOOK, about
from services.chassis.exports.linked_workbook import linked_workbook
from services.chassis.exports.sheet import DEMONSTRATION
from services.chassis.questions.outcomes import QuestionRefused, QuestionUnanswered
from services.chassis.web.answers.query_route import runtime_of
from services.chassis.web.router import CurrentIdentity
from services.chassis.web.strict_query import strict_router
from services.supervision.base.today import today_of
from services.supervision.own_figures.model.activity_report import ActivityReport
from services.supervision.own_figures.pages.own_lycee import name_of, reading
from services.supervision.own_figures.pages.report import ADDRESS, AskedDays
from services.supervision.own_figures.pages.report_print import printed_report
from services.supervision.own_figures.pages.report_workbook import report_sheets
from services.supervision.own_figures.queries import activity_report
from services.supervision.permissions import EXPORT_OWN_REPORT

router = strict_router()
TITLE = "Rapport d’activité"
NOBODY = "à compléter dans la fiche du lycée"
_TEXT = (Path(__file__).parent.parent / "templates" / "activity.typ").read_bytes()


@router.page(f"{ADDRESS}.xlsx", action=EXPORT_OWN_REPORT)
async def report_workbook(
    request: Request,
    uai: Uai,
    identity: CurrentIdentity,
    asked: Annotated[AskedDays, Depends()],
) -> Response:
    """The report as a workbook."""
    report = await _measured(request, uai, asked)
    head = await _head(request, uai)
    lines = about(request, TITLE, report.days.said, f"Direction\u00a0: {head}", of=uai)
    content = await linked_workbook(
        f"{TITLE}, {name_of(identity, uai)}", report.made_on, report_sheets(report, lines)
    )
    return _file(report, "xlsx", WORKBOOK, content)


@router.page(f"{ADDRESS}.pdf", action=EXPORT_OWN_REPORT)
async def report_print(
    request: Request,
    uai: Uai,
    identity: CurrentIdentity,
    asked: Annotated[AskedDays, Depends()],
) -> Response:
    """The report on paper."""
    report = await _measured(request, uai, asked)
    printed = printed_report(
        report,
        lycee=name_of(identity, uai),
        head=await _head(request, uai),
        warning=DEMONSTRATION if request.app.state.look.demonstration else "",
    )
    return _file(report, "pdf", PDF, await typeset(_TEXT, printed))


async def _measured(request: Request, uai: Uai, asked: AskedDays) -> ActivityReport:
    """Read before the file is made: no connection is held meanwhile. Raises ReportDaysRefused."""
    async with reading(request, uai, patient=True) as uow:
        return await activity_report(uow, uai, asked.days(today_of(uow)))


async def _head(request: Request, uai: Uai) -> str:
    """The head of the lycée, as its own card names them; asked, put on paper, and forgotten."""
    try:
        profile = await runtime_of(request).ask(LYCEE_PROFILE, uai, LyceeProfileRequest())
    except (QuestionUnanswered, QuestionRefused):
        return NOBODY
    told = ", ".join(filter(None, (profile.head_name, profile.head_title)))
    return told or NOBODY


def _file(report: ActivityReport, kind: str, media_type: str, content: bytes) -> Response:
    name = f"rapport-activite-{report.days.first}-{report.until}.{kind}"
    return Response(
        content,
        media_type=media_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
