"""Words of the DSDEN: the list of each side, and one with what the lycée answers."""

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Request, Response

from contracts.identifiers import Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import Undo, render, see_other
from services.chassis.web.requests.request_context import context_of
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import Typed, form_of
from services.coordination.base.form_pieces import DecisionForm
from services.coordination.journal_words.commands import (
    answer_word,
    correct_word,
    move_answer,
    restore_word,
    see_word,
    withdraw_word,
)
from services.coordination.journal_words.forms import CorrectedWordForm, WordAnswerForm
from services.coordination.journal_words.model import (
    ANSWER_CHARACTERS_MAX,
    TEXT_CHARACTERS_MAX,
    JournalWord,
)
from services.coordination.journal_words.pages.lines import ask_lines
from services.coordination.journal_words.queries import read_waiting, read_words
from services.coordination.journal_words.store import JournalWords
from services.coordination.news.store.news import Lycees
from services.coordination.permissions import (
    ANSWER_WORDS,
    PERMISSIONS,
    SAY_WORDS,
    SEE_WORDS,
    SHARE_PRACTICES,
)

router = Router()
LIST = "/reseau/mots"
ITEM = f"{LIST}/{{journal_word_id}}"
IN_A_PART = 3
Decision = Annotated[Typed[DecisionForm], form_of(DecisionForm)]


@router.page(LIST, action=SEE_WORDS)
async def words(
    request: Request,
    uow: RequestUnitOfWork,
    lycee: Uai | Literal[""] = "",
    avant: UUID | None = None,
) -> Response:
    """What the DSDEN says of the journal, and what lycées answer (mots de la DSDEN)."""
    says = _may(request, SAY_WORDS)
    page = await read_words(uow, lycee=(lycee or None) if says else None, before=avant)
    names = await Lycees(uow).names() if says else {}
    return render(
        request,
        "coordination/journal_words/words.html",
        page=page,
        lines=await ask_lines(request, uow, [one.word.fact_id for one in page.items]),
        first=avant is None,
        asked=lycee if says else "",
        lycees=sorted(
            ((uai, name) for uai, name in names.items() if uai != uow.department_uai),
            key=lambda one: one[1],
        ),
        says=says,
    )


@router.fragment("/reseau/fragments/mots", action=SEE_WORDS)
async def waiting(request: Request, uow: RequestUnitOfWork) -> Response:
    """What nobody saw or answered yet, above a journal; nothing where nothing is."""
    return render(
        request,
        "coordination/journal_words/fragment_waiting.html",
        waiting=await read_waiting(uow, length=IN_A_PART),
        says=_may(request, SAY_WORDS),
    )


@router.page(ITEM, action=SEE_WORDS)
async def item(request: Request, uow: RequestUnitOfWork, journal_word_id: UUID) -> Response:
    """One word; to the lycée, one that was withdrawn says so and no more (410)."""
    return await _item(request, uow, Typed.blank(WordAnswerForm), journal_word_id)


async def _item(
    request: Request, uow: RequestUnitOfWork, typed: Refused[Any], journal_word_id: UUID
) -> Response:
    word = await JournalWords(uow).get(journal_word_id)
    says = _may(request, SAY_WORDS)
    if word.withdrawn_at is not None and not says:
        gone = "coordination/journal_words/word_gone.html"
        return render(request, gone, status=410, typed=typed)
    answers = _may(request, ANSWER_WORDS) and word.uai in uow.scope.uais
    blank = Typed.blank(WordAnswerForm, answer=word.shown_answer)
    return render(
        request,
        "coordination/journal_words/word.html",
        word=word,
        lycee=(await Lycees(uow).names()).get(word.uai, word.uai),
        line=(await ask_lines(request, uow, [word.fact_id])).get(word.fact_id),
        typed=typed,
        answer=typed if typed.form is WordAnswerForm and typed.values else blank,
        corrected=typed if typed.form is CorrectedWordForm else _filled(word),
        correcting=typed.form is CorrectedWordForm,
        says=says,
        answers=answers,
        shares=_may(request, SHARE_PRACTICES),
        text_max=TEXT_CHARACTERS_MAX,
        answer_max=ANSWER_CHARACTERS_MAX,
    )


def _filled(word: JournalWord) -> Typed[CorrectedWordForm]:
    return Typed.blank(
        CorrectedWordForm, text=word.text, as_practice=word.as_practice, version=word.version
    )


@router.form(f"{ITEM}/correction", action=SAY_WORDS, redisplay=_item)
async def correct(
    journal_word_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[CorrectedWordForm], form_of(CorrectedWordForm)],
) -> Response:
    """Say it in other words."""
    form = typed.model
    await correct_word(
        uow,
        word_id=journal_word_id,
        version=form.version,
        text=form.text,
        as_practice=form.as_practice,
        now=uow.now,
    )
    return see_other(f"{LIST}/{journal_word_id}", notice="Mot corrigé\u202f: le lycée le relit.")


@router.form(f"{ITEM}/retrait", action=SAY_WORDS, redisplay=_item)
async def withdraw(journal_word_id: UUID, uow: RequestUnitOfWork, typed: Decision) -> Response:
    """Have the lycée read it no more."""
    version = typed.model.version
    await withdraw_word(uow, word_id=journal_word_id, version=version, now=uow.now)
    notice = "Mot retiré\u202f: il reste ici 30 jours, pour le remettre."
    return await _undoable(uow, journal_word_id, "retablissement", notice)


@router.form(f"{ITEM}/retablissement", action=SAY_WORDS, redisplay=_item)
async def restore(journal_word_id: UUID, uow: RequestUnitOfWork, typed: Decision) -> Response:
    """Have it read again."""
    version = typed.model.version
    await restore_word(uow, word_id=journal_word_id, version=version, now=uow.now)
    return see_other(f"{LIST}/{journal_word_id}", notice="Mot remis\u202f: le lycée le lit.")


@router.form(f"{ITEM}/vu", action=ANSWER_WORDS, redisplay=_item)
async def see(journal_word_id: UUID, uow: RequestUnitOfWork, typed: Decision) -> Response:
    """Say that it was seen."""
    await see_word(uow, word_id=journal_word_id, version=typed.model.version, now=uow.now)
    return await _undoable(
        uow, journal_word_id, "non-vu", "Noté\u202f: la DSDEN sait que c’est vu."
    )


@router.form(f"{ITEM}/non-vu", action=ANSWER_WORDS, redisplay=_item)
async def unsee(journal_word_id: UUID, uow: RequestUnitOfWork, typed: Decision) -> Response:
    """Take back that it was seen."""
    version = typed.model.version
    await see_word(uow, word_id=journal_word_id, version=version, seen=False, now=uow.now)
    return see_other(f"{LIST}/{journal_word_id}", notice="Ce mot est de nouveau à voir.")


@router.form(f"{ITEM}/reponse", action=ANSWER_WORDS, redisplay=_item)
async def answer(
    journal_word_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[WordAnswerForm], form_of(WordAnswerForm)],
) -> Response:
    """Answer in a line."""
    form = typed.model
    await answer_word(
        uow, word_id=journal_word_id, version=form.version, answer=form.answer, now=uow.now
    )
    return await _undoable(
        uow, journal_word_id, "reponse/retrait", "Réponse envoyée à la supervision."
    )


@router.form(f"{ITEM}/reponse/retrait", action=ANSWER_WORDS, redisplay=_item)
async def unanswer(journal_word_id: UUID, uow: RequestUnitOfWork, typed: Decision) -> Response:
    """Take the answer back."""
    version = typed.model.version
    await move_answer(uow, word_id=journal_word_id, version=version, withdrawn=True, now=uow.now)
    return await _undoable(uow, journal_word_id, "reponse/retablissement", "Réponse retirée.")


@router.form(f"{ITEM}/reponse/retablissement", action=ANSWER_WORDS, redisplay=_item)
async def answer_again(journal_word_id: UUID, uow: RequestUnitOfWork, typed: Decision) -> Response:
    """Put the answer back."""
    version = typed.model.version
    await move_answer(uow, word_id=journal_word_id, version=version, withdrawn=False, now=uow.now)
    return see_other(f"{LIST}/{journal_word_id}", notice="Réponse remise.")


async def _undoable(uow: UnitOfWork, word_id: UUID, back: str, notice: str) -> Response:
    version = (await JournalWords(uow).get(word_id)).version
    undo = Undo(f"{LIST}/{word_id}/{back}", {"version": str(version)})
    return see_other(f"{LIST}/{word_id}", notice=notice, undo=undo)


def _may(request: Request, action: Any) -> bool:
    return PERMISSIONS.allows(context_of(request).user, action)
