"""What a bulletin says: facts of a week by kind, and the figures that moved in a month."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from contracts.identifiers import Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.supervision.base.today import today_of
from services.supervision.bulletins.model import moved_most
from services.supervision.indicators.model.last_news import LAST_NEWS
from services.supervision.own_figures.queries import own_figures, read_first
from services.supervision.past.model import Moment, Month
from services.supervision.past.queries.past import done_in
from services.supervision.report_figures.model.month_report import Headline
from services.supervision.report_figures.queries.month_report import KINDS, month_report

SUNDAY = timedelta(days=6)
NEWS = "news_published"
COUNTED: Mapping[str, str] = {**KINDS, NEWS: "Actualités publiées"}


@dataclass(frozen=True)
class FactsOfWeek:
    """How many facts of a kind a week had, and of how many lycées."""

    label: str
    many: int
    lycees: int


async def read_journal(uow: UnitOfWork, monday: date, *, outside: bool) -> Sequence[FactsOfWeek]:
    """What the lycées did in a week, as far as they publish it; `outside`: as other lycées may read it."""
    until = min(monday + SUNDAY, today_of(uow))
    if until < monday:
        return ()
    found = await done_in(uow, monday, Moment(until, today_of(uow)), outside=outside)
    return [
        FactsOfWeek(label, sum(of.values()), len(of))
        for kind, label in COUNTED.items()
        if (of := found.get(kind))
    ]


async def read_own_moves(uow: UnitOfWork, uai: Uai) -> Sequence[Headline]:
    """The figures of a lycée that moved most in a month, in a transaction that sees its rows alone."""
    await read_first(uow)
    found = await own_figures(uow, uai)
    # Days without news grow by themselves.
    lines = (one for one in found.lines if one.indicator is not LAST_NEWS)
    return moved_most(one.month.headline for one in lines if one.month)


async def read_moves(uow: UnitOfWork, month: Month) -> Sequence[Headline]:
    """The figures of the department that moved most from a month to the next."""
    report = await month_report(uow, month, Moment(month.last, today_of(uow)))
    return moved_most(report.headlines)
