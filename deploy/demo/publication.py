"""What heads decide about the department: one keeps its exchanges, another explains a figure."""

from datetime import timedelta

from contracts.publication import FactFamily
from deploy.demo.calendar import Calendar
from deploy.demo.lycees import GRAND_FOIRAIL, TILLEULS
from deploy.demo.steps import Step
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.base.days import local_date
from services.internships.comments.commands import comment_figure
from services.internships.publications.commands import change_publication

_COMMENT = (
    "Deux grands chantiers répondent à la fin du mois\u00a0: une dizaine de places sont attendues."
)


def decisions(calendar: Calendar) -> list[Step]:
    """Done last: what they keep was told before."""
    day = calendar.today - timedelta(days=5)
    said = calendar.today - timedelta(days=2)
    return [
        Step(f"{GRAND_FOIRAIL.uai}:publication", GRAND_FOIRAIL.uai, calendar.at(day, 8), [_keeps]),
        Step(f"{TILLEULS.uai}:comment", TILLEULS.uai, calendar.at(said, 9), [_explains]),
    ]


async def _keeps(uow: UnitOfWork) -> None:
    await change_publication(
        uow,
        uai=GRAND_FOIRAIL.uai,
        family=FactFamily.EXCHANGES,
        opened=False,
        from_on=local_date(uow.now),
        version=0,
        now=uow.now,
    )


async def _explains(uow: UnitOfWork) -> None:
    await comment_figure(
        uow,
        uai=TILLEULS.uai,
        family=FactFamily.COVERAGE,
        named=TILLEULS.name,
        figure=FactFamily.COVERAGE.label,
        text=_COMMENT,
        now=uow.now,
    )
