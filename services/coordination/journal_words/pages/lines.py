"""Lines of the journal that words are about: asked of supervision, shown, and forgotten."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from fastapi import Request

from contracts.supervision.journal import JOURNAL_LINES, JournalLinesRequest, ToldLine
from services.chassis.questions import QuestionRefused, QuestionUnanswered
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.query_route import runtime_of


async def ask_lines(
    request: Request, uow: UnitOfWork, facts: Sequence[UUID]
) -> Mapping[UUID, ToldLine]:
    """The lines with these events; nothing while they cannot be told."""
    if not facts:
        return {}
    asked = tuple(dict.fromkeys(facts))
    try:
        answer = await runtime_of(request).ask(
            JOURNAL_LINES, uow.department_uai, JournalLinesRequest(journal_events=asked)
        )
    except (QuestionUnanswered, QuestionRefused):
        return {}
    return {fact: line for fact, line in zip(asked, answer.lines, strict=True) if line is not None}
