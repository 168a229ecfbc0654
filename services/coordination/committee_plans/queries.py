"""Frameworks of actions as they are read: axis by axis, with the names of who sees to each line."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from contracts.coordination.avenir import AXES, AvenirAxis
from contracts.identifiers import SchoolYear
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.committee_plans.model import PlanLine, PlanState
from services.coordination.committee_plans.store import PlanLines
from services.coordination.committees.queries import read_actor_names
from services.coordination.decisions.model import Owner
from services.coordination.news.model.calendar import local_date
from services.coordination.news.store.news import Lycees

COMMITTEE_NAME = "Le comité"


@dataclass(frozen=True)
class FollowedLine:
    """A line with who sees to it."""

    line: PlanLine
    owner: str
    late: bool


@dataclass(frozen=True)
class OfAxis:
    """The lines of an axis."""

    axis: AvenirAxis
    name: str
    lines: Sequence[FollowedLine]

    @property
    def done(self) -> int:
        """How many are done."""
        return sum(one.line.state is PlanState.DONE for one in self.lines)


async def read_plan(uow: UnitOfWork, committee_id: UUID, year: SchoolYear) -> Sequence[OfAxis]:
    """The framework of a committee for a school year; axes without a line are there, empty."""
    lines = await PlanLines(uow).of(committee_id, year)
    today, lycees = local_date(uow.now), await Lycees(uow).names()
    owners = [one.said.owner for one in lines if one.said.owner]
    actors = await read_actor_names(uow, {one.actor_id for one in owners if one.actor_id})

    def called(owner: Owner | None) -> str:
        if owner is None:
            return COMMITTEE_NAME
        if owner.actor_id:
            return actors.get(owner.actor_id, "Acteur de l’annuaire")
        return lycees.get(owner.uai, owner.uai)

    followed = [FollowedLine(one, called(one.said.owner), one.is_late(today)) for one in lines]
    return [
        OfAxis(axis, name, [one for one in followed if one.line.said.axis is axis])
        for axis, name in AXES.items()
    ]
