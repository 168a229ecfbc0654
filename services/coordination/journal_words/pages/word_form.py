"""A word to say of a line of the journal, from the journal of the department."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Request, Response

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import Undo, render, see_other
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import Typed, form_of
from services.coordination.journal_words.commands import say_word
from services.coordination.journal_words.forms import WordForm
from services.coordination.journal_words.model import TEXT_CHARACTERS_MAX
from services.coordination.journal_words.pages.lines import ask_lines
from services.coordination.journal_words.queries import read_of_line
from services.coordination.permissions import SAY_WORDS

router = Router()
LIST = "/reseau/mots"
NEW = f"{LIST}/nouveau"


@router.page(NEW, action=SAY_WORDS)
async def new(request: Request, uow: RequestUnitOfWork, fait: UUID | None = None) -> Response:
    """An empty word about a line; without one, the way to the journal."""
    return await _form(request, uow, Typed.blank(WordForm, fait=fait), fait)


async def _new_again(request: Request, uow: RequestUnitOfWork, typed: Refused[Any]) -> Response:
    try:
        fact = UUID(typed.value("fait"))
    except ValueError:
        fact = None
    return await _form(request, uow, typed, fact)


async def _form(
    request: Request, uow: UnitOfWork, typed: Typed[Any], fact: UUID | None
) -> Response:
    line = (await ask_lines(request, uow, [fact])).get(fact) if fact else None
    return render(
        request,
        "coordination/journal_words/word_form.html",
        typed=typed,
        fact=fact,
        line=line,
        said=await read_of_line(uow, line.line_id) if line else (),
        about_us=line is not None and line.uai == uow.department_uai,
        text_max=TEXT_CHARACTERS_MAX,
    )


@router.form(NEW, action=SAY_WORDS, redisplay=_new_again)
async def say(
    request: Request,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[WordForm], form_of(WordForm)],
) -> Response:
    """Say it to the lycée."""
    form = typed.model
    word_id = await say_word(
        uow,
        line=(await ask_lines(request, uow, [form.fait])).get(form.fait),
        fact_id=form.fait,
        text=form.text,
        as_practice=form.as_practice,
        now=uow.now,
    )
    return see_other(
        f"{LIST}/{word_id}",
        notice="Mot envoyé\u202f: le lycée en est averti.",
        undo=Undo(f"{LIST}/{word_id}/retrait", {"version": "1"}),
    )
