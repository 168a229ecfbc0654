"""What a notice says of a week of the department: who needs the supervisor now."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from uuid import UUID

from contracts.notices import NoticeFacts, NoticeLine
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.views.french import plural
from services.supervision.base.days_in_words import between
from services.supervision.base.today import today_of
from services.supervision.week.labels import named, why
from services.supervision.week.model import SUNDAY, LyceesToSee, monday_of, mondays_by_id
from services.supervision.week.queries import read_lycees_to_see

LINES_MAX = 8
NOBODY = LyceesToSee((), ())


async def weeks(uow: UnitOfWork, about: Collection[UUID]) -> Mapping[UUID, NoticeFacts]:
    """Who needs her, for the week that runs; of one that is over, that it was."""
    if uow.uai != uow.department_uai:
        return {}
    today = today_of(uow)
    mondays = mondays_by_id(uow.department, today)
    asked = {one: mondays[one] for one in about if one in mondays}
    runs = monday_of(today)
    to_see = await read_lycees_to_see(uow) if runs in asked.values() else NOBODY
    return {
        one: _week(monday, to_see if monday == runs else NOBODY) for one, monday in asked.items()
    }


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
