"""Words of the DSDEN in the demonstration: said of lines of the journal, one answered, one seen, one that waits."""

from collections.abc import Sequence
from datetime import timedelta

from contracts.identifiers import Uai
from contracts.supervision.journal import ToldLine
from deploy.demo.calendar import Calendar
from deploy.demo.lycees import DemoLycee
from deploy.demo.steps import Act, Step
from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import Scope, UnitOfWork, UnitsOfWork
from services.coordination.journal_words.commands import answer_word, say_word, see_word
from services.coordination.journal_words.model import JournalWord
from services.coordination.journal_words.queries import read_words
from services.supervision.journal.queries.journal import JournalCut, JournalLine, journal_page

_TEXTS = (
    "Merci pour ce travail. Pouvez-vous en dire deux mots à la prochaine réunion\u202f?",
    "Bien vu, et juste à temps pour les départs du printemps.",
    "Cela vaut d’être raconté aux autres. Une bonne pratique\u202f?",
)
"""Of lycées in their order: the first answers, the second says « Vu », the third did not read it yet."""
_ANSWER = "Volontiers, nous préparons une page pour la réunion."
_DAYS_AGO = 3


async def words(
    calendar: Calendar, lycees: Sequence[DemoLycee], supervision: UnitsOfWork
) -> Sequence[Step]:
    """One of the newest line of each of three lycées, then what two of them do with it."""
    steps: list[Step] = []
    said_at = calendar.at(calendar.today - timedelta(days=_DAYS_AGO), 10)
    done_at = calendar.at(calendar.today - timedelta(days=_DAYS_AGO - 1), 9)
    acts: Sequence[Act | None] = (_answers, _sees, None)
    for lycee, text, act in zip(lycees, _TEXTS, acts, strict=False):
        line = await _newest(supervision, lycee.uai)
        if line is None:
            continue
        name = f"{lycee.uai}:journal-word"
        says = _says(line, text, as_practice=act is None)
        steps.append(Step(name, None, said_at, [says]))
        if act is not None:
            steps.append(Step(f"{name}:read", lycee.uai, done_at, [act]))
    return steps


async def _newest(supervision: UnitsOfWork, uai: Uai) -> JournalLine | None:
    """What a reader of the journal finds first of a lycée."""
    async with supervision.begin(Scope(frozenset(), department_wide=True)) as uow:
        page = await journal_page(uow, cut=JournalCut(uais=[uai]), length=1)
    return next(iter(page.lines), None)


def _says(line: JournalLine, text: str, *, as_practice: bool) -> Act:
    async def act(uow: UnitOfWork) -> None:
        told = ToldLine(
            uai=Uai(line.uai),
            lycee=line.lycee,
            line_id=line.lasting_id,
            recorded_at=line.recorded_at,
            sentence=line.sentence,
        )
        await say_word(
            uow,
            line=told,
            fact_id=line.last_id,
            text=text,
            as_practice=as_practice,
            now=uow.now,
        )

    return act


async def _answers(uow: UnitOfWork) -> None:
    word = await _its_word(uow)
    await answer_word(uow, word_id=word.id, version=word.version, answer=_ANSWER, now=uow.now)


async def _sees(uow: UnitOfWork) -> None:
    word = await _its_word(uow)
    await see_word(uow, word_id=word.id, version=word.version, now=uow.now)


async def _its_word(uow: UnitOfWork) -> JournalWord:
    """The one its lycée was told. Raises NotFound."""
    page = await read_words(uow)
    if not page.items:
        raise NotFound
    return page.items[-1].word
