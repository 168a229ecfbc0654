"""The lines of a list that is being looked at: corrected in place, answered for."""

from collections.abc import Mapping
from typing import Annotated, Any
from uuid import UUID

from fastapi import Request, Response

from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import render, see_other
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import Typed, form_of
from services.partnerships.import_cells.model.cells import as_shown
from services.partnerships.import_columns.model.fields import LINE_FIELDS
from services.partnerships.import_desk.forms import AnswerForm, ImportLineForm
from services.partnerships.import_desk.pages.imports import IMPORT, show_the_import
from services.partnerships.import_desk.queries import read_line
from services.partnerships.import_rows.model.answers import OF_BELOW, OF_PEOPLE
from services.partnerships.import_rows.model.questions import mark_of_line
from services.partnerships.imports.commands.answer_import_lines import answer_import_lines
from services.partnerships.imports.commands.correct_import_line import correct_import_line
from services.partnerships.permissions import IMPORT_COMPANIES

router = Router()
LINE = f"{IMPORT}/lignes/{{line}}"


@router.page(LINE, action=IMPORT_COMPANIES)
async def show_line(
    request: Request, import_id: UUID, line: int, uow: RequestUnitOfWork
) -> Response:
    """Each cell of a line as it was read, to be corrected."""
    about, kept = await read_line(uow, import_id, line)
    mark = mark_of_line(about.sheet, line, kept.origin)
    told = {name: as_shown(t) for name, t in kept.origin.texts().items() if name in LINE_FIELDS}
    return await _show(
        request, uow, Typed.blank(ImportLineForm, mark=mark, **told), import_id, line
    )


async def _show(
    request: Request, uow: RequestUnitOfWork, typed: Refused[Any], import_id: UUID, line: int
) -> Response:
    about, kept = await read_line(uow, import_id, line)
    return render(
        request,
        "partnerships/import_desk/line.html",
        about=about,
        kept=kept,
        typed=typed,
        fields=LINE_FIELDS,
        changed=typed.value("mark") != mark_of_line(about.sheet, line, kept.origin),
        broken=_broken(typed, kept.origin.texts()),
    )


def _broken(typed: Typed[Any], texts: Mapping[str, str]) -> frozenset[str]:
    """The fields of several lines: a field of one line would lose where one ends."""
    told = {name: as_shown(texts.get(name, "")) + typed.value(name) for name in LINE_FIELDS}
    return frozenset(name for name, text in told.items() if "\n" in text)


@router.form(LINE, action=IMPORT_COMPANIES, redisplay=_show)
async def correct_line(
    import_id: UUID,
    line: int,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[ImportLineForm], form_of(ImportLineForm)],
) -> Response:
    """Read the line again with what was typed."""
    texts: Mapping[str, str] = {name: getattr(typed.model, name) for name in LINE_FIELDS}
    mark = typed.model.mark
    await correct_import_line(
        uow, import_id=import_id, line=line, texts=texts, mark=mark, now=uow.now
    )
    return see_other(f"/entreprises/import/{import_id}?ligne={line}#lignes")


@router.form(f"{IMPORT}/reponses", action=IMPORT_COMPANIES, redisplay=show_the_import)
async def answer_line(
    import_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[AnswerForm], form_of(AnswerForm)],
) -> Response:
    """Keep an answer; the questions that are left are shown."""
    form = typed.model
    asked = form.line or form.question
    await answer_import_lines(
        uow, import_id=import_id, asked=asked, answer=form.answer, mark=form.mark, now=uow.now
    )
    here = f"/entreprises/import/{import_id}"
    if form.answer in OF_PEOPLE | OF_BELOW:
        return see_other(f"{here}?ligne={form.line}#lignes" if form.line else f"{here}#lignes")
    return see_other(f"{here}?resultat=a-decider#lignes")
