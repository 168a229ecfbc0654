"""What a notice says of a yearly objective: on what, how much, for which year; never the note beside it."""

from contracts.notices import NoticeFacts, NoticeKind, NoticeLine, NoticesAnswer, NoticesRequest
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.base.answers import notices_of
from services.coordination.objectives.model import INDICATORS, PERCENTS, Objective
from services.coordination.objectives.store import Objectives

KIND = NoticeKind.OBJECTIVE_SET


@notices_of(KIND)
async def notices_of_objectives(request: NoticesRequest, uow: UnitOfWork) -> NoticesAnswer:
    """To the lycée whose it is, while it stands."""
    asked = {one.about for one in request.asked if one.kind is KIND}
    found = {one.id: one for one in await Objectives(uow).some(asked)}
    return NoticesAnswer(
        facts=tuple(
            _facts(found[one.about]) if one.kind is KIND and one.about in found else None
            for one in request.asked
        )
    )


def _facts(one: Objective) -> NoticeFacts:
    wanted = one.wanted
    unit = "\u202f%" if wanted.indicator in PERCENTS else ""
    lines = (
        ("Indicateur", INDICATORS[wanted.indicator]),
        ("Année scolaire", str(wanted.year)),
        ("Objectif", f"{one.target}{unit}"),
    )
    return NoticeFacts(
        standing=one.stands,
        object=INDICATORS[wanted.indicator],
        lines=tuple(NoticeLine(label=label, text=text) for label, text in lines),
        path=f"/objectifs?annee={wanted.year}",
    )
