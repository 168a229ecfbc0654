"""Commands of a framework of actions: lines added, followed, removed, taken over from the year before."""

from datetime import datetime
from uuid import UUID

from contracts.identifiers import SchoolYear
from services.chassis.base.errors import Invalid
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.actors.store import Actors
from services.coordination.committee_plans.model import (
    NothingLeftOver,
    PlanLine,
    PlanState,
    PlanText,
    left_over,
)
from services.coordination.committee_plans.store import PlanLines
from services.coordination.committees.store import Committees
from services.coordination.decisions.model import Owner
from services.coordination.news.store.news import Lycees


async def add_plan_line(
    uow: UnitOfWork, *, committee_id: UUID, year: SchoolYear, said: PlanText, now: datetime
) -> UUID:
    """Add an action to the framework of a year (action prévue) and return its id.

    Raises NotFound, CommitteeArchived, Invalid.
    """
    (await Committees(uow).get(committee_id, for_update=True)).expect_active()
    await _expect_known(uow, said.owner)
    line = PlanLine(uow.new_id(), committee_id, year, said, now)
    await PlanLines(uow).add([line])
    return line.id


async def follow_plan_line(
    uow: UnitOfWork,
    *,
    line_id: UUID,
    version: int,
    said: PlanText,
    state: PlanState,
    outcome: str | None,
    now: datetime,
) -> PlanLine:
    """Say where an action is, or what it is otherwise (suivi d’une action du cadre).

    Raises NotFound, StaleVersion, PlanLineGone, CommitteeArchived, Invalid.
    """
    known = await _line_of_an_active_one(uow, line_id)
    known.expect(version)
    if said.owner != known.said.owner:
        await _expect_known(uow, said.owner)
    line = known.changed(said, state, outcome, now=now)
    await PlanLines(uow).save(line)
    return line


async def remove_plan_line(
    uow: UnitOfWork, *, line_id: UUID, version: int, now: datetime
) -> PlanLine:
    """Take an action out of the framework. Raises NotFound, StaleVersion, PlanLineGone, CommitteeArchived."""
    known = await _line_of_an_active_one(uow, line_id)
    known.expect(version)
    line = known.removed(now=now)
    await PlanLines(uow).save(line)
    return line


async def put_back_plan_line(
    uow: UnitOfWork, *, line_id: UUID, version: int, now: datetime
) -> PlanLine:
    """Take back that an action was removed. Raises NotFound, StaleVersion, PlanLineGone, CommitteeArchived."""
    known = await _line_of_an_active_one(uow, line_id)
    known.expect(version, removed=True)
    line = known.put_back(now=now)
    await PlanLines(uow).save(line)
    return line


async def take_over_plan(
    uow: UnitOfWork, *, committee_id: UUID, year: SchoolYear, now: datetime
) -> int:
    """Take over what the year before left to be done, and return how much (reprise du cadre).

    Raises NotFound, CommitteeArchived, NothingLeftOver.
    """
    (await Committees(uow).get(committee_id, for_update=True)).expect_active()
    lines = PlanLines(uow)
    texts = left_over(
        await lines.of(committee_id, year.previous), await lines.of(committee_id, year)
    )
    if not texts:
        raise NothingLeftOver
    await lines.add([PlanLine(uow.new_id(), committee_id, year, one, now) for one in texts])
    return len(texts)


async def undo_taking_over(
    uow: UnitOfWork, *, committee_id: UUID, year: SchoolYear, at: datetime, now: datetime
) -> int:
    """Take out what was taken over at this instant, and return how much (reprise annulée).

    What somebody followed since stays. Raises NotFound, CommitteeArchived.
    """
    (await Committees(uow).get(committee_id, for_update=True)).expect_active()
    lines = PlanLines(uow)
    untouched = [
        one
        for one in await lines.of(committee_id, year)
        if one.version == 1 and one.changed_at == at
    ]
    for one in untouched:
        await lines.save(one.removed(now=now))
    return len(untouched)


async def _line_of_an_active_one(uow: UnitOfWork, line_id: UUID) -> PlanLine:
    """A line to change. Raises NotFound, CommitteeArchived."""
    known = await PlanLines(uow).get(line_id, for_update=True)
    (await Committees(uow).get(known.committee_id, for_update=True)).expect_active()
    return known


async def _expect_known(uow: UnitOfWork, owner: Owner | None) -> None:
    """Raises Invalid for a lycée nobody knows, NotFound for such an actor."""
    if owner is None:
        return
    if owner.actor_id:
        await Actors(uow).get(owner.actor_id)
    if owner.uai not in await Lycees(uow).names():
        raise Invalid("Ce lycée ne participe pas au réseau.", field="owner")
