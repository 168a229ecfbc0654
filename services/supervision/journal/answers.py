"""What supervision answers of lines of the journal: to the DSDEN, what its readers are shown."""

from contracts.identifiers import Uai
from contracts.supervision.journal import (
    JOURNAL_LINES,
    JournalLinesAnswer,
    JournalLinesRequest,
    ToldLine,
)
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.supervision.base.answers import answers
from services.supervision.journal.queries.lines_of_events import lines_of_events


@answers.to(JOURNAL_LINES, department_wide=True)
async def journal_lines(request: JournalLinesRequest, uow: UnitOfWork) -> JournalLinesAnswer:
    """Each line by an event of it; nothing for who does not speak for the department."""
    asked = request.journal_events if uow.scope.department_wide else ()
    found = await lines_of_events(uow, asked) if asked else {}
    lines = {
        event: ToldLine(
            uai=Uai(line.uai),
            lycee=line.lycee,
            line_id=line.lasting_id,
            recorded_at=line.recorded_at,
            sentence=line.sentence,
        )
        for event, line in found.items()
    }
    return JournalLinesAnswer(lines=tuple(lines.get(one) for one in request.journal_events))
