"""A bureau answers what is asked about lines of a list."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.import_plans.model.people import as_answered
from services.partnerships.import_rows.model.answers import OPPOSED, Answer, Doubt
from services.partnerships.import_rows.model.questions import QuestionChanged
from services.partnerships.imports.commands.judge_again import judge_again
from services.partnerships.imports.commands.preview_import import ImportConfirmed
from services.partnerships.imports.store.corrections import ImportCorrections
from services.partnerships.imports.store.imports import Imports


async def answer_import_lines(
    uow: UnitOfWork,
    *,
    import_id: UUID,
    asked: Doubt | int,
    answer: Answer,
    mark: str,
    now: datetime,  # noqa: ARG001 every use case is given the time
) -> None:
    """Keep an answer (réponse) about a line, or about all that are asked the same; judge the list anew.

    `mark` tells what was read by who answers. Raises NotFound, ImportConfirmed, QuestionChanged.
    """
    about = await Imports(uow).get(import_id, lock=True)
    if about.status != "previewed":
        raise ImportConfirmed
    corrections = ImportCorrections(uow, import_id)
    questions = await corrections.questions(about.sheet)
    if isinstance(asked, Doubt):
        answered, current = questions[asked].every, questions[asked].mark
    else:
        answered = [q for same in questions.values() for q in same.every if q.line == asked]
        current = answered[0].mark(about.sheet) if answered else ""
    if not answered or mark != current:
        raise QuestionChanged
    others = next((some for some in OPPOSED if answer in some), frozenset())
    for row in await corrections.rows([one.line for one in answered]):
        said = replace(row, answers=(row.answers - others) | {answer})
        await corrections.put(as_answered(said))
    await judge_again(uow, about=about)
