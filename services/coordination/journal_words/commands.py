"""Commands of words of the DSDEN: said, corrected, withdrawn, put back; seen and answered by the lycée."""

from datetime import datetime
from uuid import UUID

from contracts.coordination.journal_words import (
    JournalWordAnsweredV1,
    JournalWordAnswerWithdrawnV1,
    JournalWordFollowedV1,
    JournalWordId,
    JournalWordStep,
)
from contracts.supervision.journal import ToldLine
from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.decisions import publish_decision
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.journal_words.model import JournalWord, LineUnknown
from services.coordination.journal_words.store import JournalWords
from services.coordination.news.model.calendar import local_date

WITHDRAWN_KIND = "journal_word_withdrawn"
PUT_BACK_KIND = "journal_word_put_back"


async def say_word(
    uow: UnitOfWork,
    *,
    line: ToldLine | None,
    fact_id: UUID,
    text: str,
    as_practice: bool = False,
    now: datetime,
) -> UUID:
    """Say something of a line of the journal to its lycée (mot de la DSDEN), and return its id. Raises LineUnknown."""
    if line is None or line.uai == uow.department_uai:
        raise LineUnknown(field="text")
    word = JournalWord(
        id=uow.new_id(),
        uai=line.uai,
        line_id=line.line_id,
        fact_id=fact_id,
        text=text,
        as_practice=as_practice,
        said_at=now,
        changed_at=now,
    )
    await JournalWords(uow).add(word)
    _publish_step(uow, word, JournalWordStep.SAID, now=now)
    return word.id


async def correct_word(
    uow: UnitOfWork, *, word_id: UUID, version: int, text: str, as_practice: bool, now: datetime
) -> None:
    """Say it in other words; the same ones are told to nobody. Raises NotFound, StaleVersion, WordWithdrawn."""
    before = await JournalWords(uow).get(word_id, for_update=True)
    word = before.corrected(version, text=text, as_practice=as_practice, now=now)
    if (word.text, word.as_practice) == (before.text, before.as_practice):
        return
    await JournalWords(uow).save(word)
    _publish_step(uow, word, JournalWordStep.CORRECTED, now=now)


async def withdraw_word(uow: UnitOfWork, *, word_id: UUID, version: int, now: datetime) -> None:
    """Have the lycée read it no more. Raises NotFound, StaleVersion, WordWithdrawn."""
    before = await JournalWords(uow).get(word_id, for_update=True)
    word = before.withdrawn(version, now=now)
    await JournalWords(uow).save(word)
    uow.erased.note(WITHDRAWN_KIND, word_id, lycee=uow.department_uai)
    _publish_step(uow, word, JournalWordStep.WITHDRAWN, now=now)


async def restore_word(uow: UnitOfWork, *, word_id: UUID, version: int, now: datetime) -> None:
    """Have it read again. Raises NotFound, StaleVersion, WordNotWithdrawn."""
    before = await JournalWords(uow).get(word_id, for_update=True)
    word = before.restored(version, now=now)
    await JournalWords(uow).save(word)
    uow.erased.note(PUT_BACK_KIND, word_id, lycee=uow.department_uai)
    _publish_step(uow, word, JournalWordStep.SAID, now=now)


async def see_word(
    uow: UnitOfWork, *, word_id: UUID, version: int, seen: bool = True, now: datetime
) -> None:
    """Say that the lycée saw it (« Vu »), or take that back. Raises NotFound, StaleVersion, WordWithdrawn."""
    word = (await _of_the_lycee(uow, word_id)).seen(version, seen=seen, now=now)
    await JournalWords(uow).save(word)


async def answer_word(
    uow: UnitOfWork, *, word_id: UUID, version: int, answer: str, now: datetime
) -> None:
    """Answer it in a line; the same one is told to nobody again. Raises NotFound, StaleVersion, WordWithdrawn."""
    before = await _of_the_lycee(uow, word_id)
    word = before.answered(version, answer=answer, now=now)
    if answer == before.shown_answer:
        return
    await JournalWords(uow).save(word)
    _publish_answer(uow, word, now=now)


async def move_answer(
    uow: UnitOfWork, *, word_id: UUID, version: int, withdrawn: bool, now: datetime
) -> None:
    """Take the answer back, or put it back; the supervisor is told no more of it, or again. Raises NotFound, StaleVersion, WordWithdrawn, NoAnswerToMove."""
    before = await _of_the_lycee(uow, word_id)
    word = before.answer_moved(version, withdrawn=withdrawn, now=now)
    await JournalWords(uow).save(word)
    if not withdrawn:
        _publish_answer(uow, word, now=now)
        return
    gone = JournalWordAnswerWithdrawnV1(
        journal_word_id=JournalWordId(word.id), occurred_on=local_date(now)
    )
    uow.publish(gone, version=word.version, uai=word.uai)


async def _of_the_lycee(uow: UnitOfWork, word_id: UUID) -> JournalWord:
    """The lycée answers for itself. Raises NotFound."""
    word = await JournalWords(uow).get(word_id, for_update=True)
    if word.uai not in uow.scope.uais:
        raise NotFound
    return word


def _publish_step(
    uow: UnitOfWork, word: JournalWord, step: JournalWordStep, *, now: datetime
) -> None:
    told = JournalWordFollowedV1(
        journal_word_id=JournalWordId(word.id), step=step, occurred_on=local_date(now)
    )
    publish_decision(uow, told, lycee=word.uai, version=word.version)


def _publish_answer(uow: UnitOfWork, word: JournalWord, *, now: datetime) -> None:
    told = JournalWordAnsweredV1(
        journal_word_id=JournalWordId(word.id), occurred_on=local_date(now)
    )
    uow.publish(told, version=word.version, uai=word.uai)
