"""The text of a month's report: three short sections the supervisor writes."""

from typing import Annotated, Any

from fastapi import Request, Response
from pydantic import Field

from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import render, see_other
from services.chassis.web.router import RequestUnitOfWork
from services.chassis.web.strict_query import strict_router
from services.chassis.web.views.forms import FormModel, Typed, form_of
from services.chassis.web.views.french import datetime_fr
from services.supervision.month_reports.commands import write_month_text
from services.supervision.month_reports.model.report_text import SECTION_CHARACTERS_MAX, ReportText
from services.supervision.month_reports.pages.month_figures import period_name
from services.supervision.month_reports.pages.month_reports import REPORT, REPORTS, month_of
from services.supervision.month_reports.store import MonthTexts
from services.supervision.permissions import WRITE_REPORTS

router = strict_router()


class TextForm(FormModel):
    """The three sections; an empty one is not printed."""

    version: int = 0
    highlights: str = Field(default="", max_length=SECTION_CHARACTERS_MAX, title="Faits marquants")
    concerns: str = Field(default="", max_length=SECTION_CHARACTERS_MAX, title="Points d’attention")
    next_steps: str = Field(default="", max_length=SECTION_CHARACTERS_MAX, title="Suites à donner")


@router.page(f"{REPORT}/texte", action=WRITE_REPORTS)
async def edit_text(request: Request, month: str, uow: RequestUnitOfWork) -> Response:
    """The text of a month, to be changed."""
    await month_of(uow, month)
    known = await MonthTexts(uow).get(month)
    sections = vars(known.text) | {"version": known.version}
    return await _form(request, uow, Typed.blank(TextForm, **sections), month)


async def _form(
    request: Request, uow: RequestUnitOfWork, typed: Refused[Any], month: str
) -> Response:
    known = await MonthTexts(uow).get(month)
    return render(
        request,
        "supervision/month_reports/month_text.html",
        typed=typed,
        month=month,
        called=period_name(await month_of(uow, month)),
        written_at=known.written_at,
        characters_max=SECTION_CHARACTERS_MAX,
    )


@router.form(f"{REPORT}/texte", action=WRITE_REPORTS, redisplay=_form)
async def write(
    month: str, uow: RequestUnitOfWork, typed: Annotated[Typed[TextForm], form_of(TextForm)]
) -> Response:
    """Keep it."""
    await month_of(uow, month)
    form = typed.model
    text = ReportText(form.highlights, form.concerns, form.next_steps)
    await write_month_text(uow, month=month, version=form.version, text=text, now=uow.now)
    notice = f"Texte enregistré le {datetime_fr(uow.now)}."
    return see_other(f"{REPORTS}/{month}", notice=notice)
