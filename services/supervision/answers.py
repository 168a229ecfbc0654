"""What supervision answers: what a notice says of the week of the department, whenever it is read."""

from collections.abc import Iterator
from datetime import date

from contracts.notices import (
    SUPERVISION_NOTICES,
    NoticeFacts,
    NoticeKind,
    NoticeLine,
    NoticesAnswer,
    NoticesRequest,
)
from services.chassis.questions import Answers
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.views.french import plural
from services.supervision.base.days_in_words import between
from services.supervision.base.today import today_of
from services.supervision.week.labels import named, why
from services.supervision.week.model import SUNDAY, LyceesToSee, monday_of, mondays_by_id
from services.supervision.week.queries import read_lycees_to_see

# Asked for a lycée, it reads what that one told: the week of the department is told to the DSDEN alone.
answers = Answers("supervision")
LINES_MAX = 8
NOBODY = LyceesToSee((), ())


@answers.to(SUPERVISION_NOTICES, department_wide=True)
async def notices_of_the_department(request: NoticesRequest, uow: UnitOfWork) -> NoticesAnswer:
    """Who needs the supervisor now, for the week that runs; of one that is over, that it was."""
    if uow.uai != uow.department_uai:
        return NoticesAnswer(facts=tuple(None for _ in request.asked))
    today = today_of(uow)
    mondays = mondays_by_id(uow.department, today)
    asked = [
        mondays.get(one.about) if one.kind is NoticeKind.DEPARTMENT_WEEK else None
        for one in request.asked
    ]
    runs = monday_of(today)
    to_see = await read_lycees_to_see(uow) if runs in asked else NOBODY
    return NoticesAnswer(
        facts=tuple(
            monday and _week(monday, to_see if monday == runs else NOBODY) for monday in asked
        )
    )


def _week(monday: date, to_see: LyceesToSee) -> NoticeFacts:
    """The page of who needs her most, while there is somebody."""
    first = to_see.lycees[0].needs.uai if to_see.lycees else None
    return NoticeFacts(
        standing=first is not None,
        object=f"Semaine {between(monday, monday + SUNDAY)}",
        lines=tuple(NoticeLine(label=label, text=text) for label, text in _lines(to_see)),
        path=f"/departement/lycees/{first}" if first else f"/departement/semaine?du={monday}",
    )


def _lines(to_see: LyceesToSee) -> Iterator[tuple[str, str]]:
    room = LINES_MAX - bool(to_see.not_begun)
    lycees = to_see.lycees
    shown = lycees if len(lycees) <= room else lycees[: room - 1]
    yield from ((one.needs.lycee, why(one)) for one in shown)
    if others := len(lycees) - len(shown):
        yield "Et aussi", f"{plural(others, 'lycée')} à voir sur la page du département"
    if to_see.not_begun:
        yield "N’ont encore rien transmis", named(to_see.not_begun)
