"""Planned visits, and the stays they are about."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import insert, or_, select, update

from contracts.identifiers import Uai
from contracts.internships.visits import VisitWay
from services.chassis.base.errors import NotFound, StaleVersion
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.periods.tables import periods
from services.internships.stays.model.states import PlacementStatus
from services.internships.stays.store.days import FIRST_DAY, LEFT_ON, SAME_PERIOD
from services.internships.stays.tables import placements
from services.internships.visits.model import Visit, VisitedStay, VisitPlan, VisitState
from services.internships.visits.tables import OF_STAY, STANDS, V, planned_visits

VISIT_COLUMNS = (
    *(V.visit_id, V.tutor_id, V.planned_on, V.starts_at, V.way, V.state),
    *(V.noted_by, V.sequence, V.version),
)
"""Those `visit_of` needs, besides the lycée and the place."""


class Visits:
    """The visits of the lycées in scope."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def stay(self, placement_id: UUID) -> VisitedStay:
        """The place a visit is about. Raises NotFound, for another lycée's too."""
        statement = (
            select(placements, FIRST_DAY.label("first_on"), LEFT_ON.label("last_on"))
            .select_from(placements.join(periods, SAME_PERIOD))
            .where(placements.c.placement_id == placement_id)
        )
        row = (await self._uow.execute(statement)).first()
        if row is None:
            raise NotFound
        return VisitedStay(
            row.placement_id,
            Uai(row.uai),
            row.pupil_year_id,
            row.tutor_id,
            PlacementStatus(row.status),
            row.first_on,
            row.last_on,
        )

    async def get(self, visit_id: UUID) -> Visit:
        """Raises NotFound."""
        statement = select(planned_visits).where(V.visit_id == visit_id)
        row = (await self._uow.execute(statement)).first()
        if row is None:
            raise NotFound
        return visit_of(row)

    async def get_for_update(self, visit_id: UUID, version: int | None = None) -> Visit:
        """Raises NotFound, StaleVersion."""
        statement = select(planned_visits).where(V.visit_id == visit_id).with_for_update()
        row = (await self._uow.execute(statement)).first()
        if row is None:
            raise NotFound
        found = visit_of(row)
        if version is not None and found.version != version:
            raise StaleVersion(
                "Quelqu’un d’autre a agi sur cette visite entre-temps.",
                current={"version": found.version},
            )
        return found

    async def standing(self, placement_id: UUID, *, lock: bool = False) -> Visit | None:
        """The visit that is planned for a stay."""
        statement = select(planned_visits).where(V.placement_id == placement_id, STANDS)
        row = (await self._uow.execute(statement.with_for_update() if lock else statement)).first()
        return visit_of(row) if row else None

    async def missed_by(self, period_id: UUID) -> Sequence[Visit]:
        """The visits planned in a period for days the pupil is not there, locked."""
        statement = (
            select(planned_visits)
            .join(placements, OF_STAY)
            .join(periods, SAME_PERIOD)
            .where(
                placements.c.period_id == period_id,
                STANDS,
                or_(V.planned_on < FIRST_DAY, V.planned_on > LEFT_ON),
            )
            .order_by(V.visit_id)
            .with_for_update(of=planned_visits)
        )
        return [visit_of(row) for row in await self._uow.execute(statement)]

    async def noted_by(self, follow_up_id: UUID) -> Visit | None:
        """The visit a follow-up closed, locked."""
        statement = select(planned_visits).where(V.noted_by == follow_up_id).with_for_update()
        row = (await self._uow.execute(statement)).first()
        return visit_of(row) if row else None

    async def add(self, one: Visit) -> None:
        """Record a new one."""
        values = {"uai": one.uai, "visit_id": one.id, "placement_id": one.placement_id}
        await self._uow.execute(insert(planned_visits).values(**values, **_changing(one)))

    async def save(self, one: Visit) -> None:
        """Record what became of it."""
        changed = update(planned_visits).where(V.visit_id == one.id)
        await self._uow.execute(changed.values(**_changing(one)))


def _changing(one: Visit) -> dict[str, Any]:
    return {
        "tutor_id": one.tutor_id,
        "planned_on": one.plan.on,
        "starts_at": one.plan.starts_at,
        "way": one.plan.way.value,
        "state": one.state.value,
        "noted_by": one.noted_by,
        "sequence": one.sequence,
        "version": one.version,
    }


def visit_of(row: Any) -> Visit:
    """A visit from a row that has its columns."""
    return Visit(
        id=row.visit_id,
        uai=Uai(row.uai),
        placement_id=row.placement_id,
        tutor_id=row.tutor_id,
        plan=VisitPlan(row.planned_on, row.starts_at, VisitWay(row.way)),
        state=VisitState(row.state),
        noted_by=row.noted_by,
        sequence=row.sequence,
        version=row.version,
    )
