"""A bureau answers what is asked about lines of a list."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from services.chassis.work import UnitOfWork
from services.partnerships.domain.import_row import Answer, Doubt
from services.partnerships.storage.import_corrections import ImportCorrections
from services.partnerships.storage.imports import Imports
from services.partnerships.use_cases.judge_again import judge_again
from services.partnerships.use_cases.preview_import import ImportConfirmed


async def answer_import_lines(
    uow: UnitOfWork,
    *,
    import_id: UUID,
    lines: Collection[int],
    answer: Answer,
    now: datetime,  # noqa: ARG001 every use case is given the time
) -> None:
    """Keep an answer (réponse) about some lines, or about all whose number cannot be used when none
    is named; judge the list anew. Raises NotFound, ImportConfirmed.
    """
    about = await Imports(uow).get(import_id, lock=True)
    if about.status != "previewed":
        raise ImportConfirmed
    corrections = ImportCorrections(uow, import_id)
    if lines:
        rows = await corrections.rows(lines)
    else:
        rows = await corrections.doubtful(Doubt.NUMBER)
    for row in rows:
        others = row.answers - (
            {Answer.SAME, Answer.OTHER} if answer is not Answer.CREATE else set()
        )
        await corrections.put(replace(row, answers=others | {answer}))
    await judge_again(uow, about=about)
