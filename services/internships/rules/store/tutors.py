"""How many pupils a tutor follows, inside one lycée."""

from collections import Counter
from collections.abc import Collection
from uuid import UUID

from sqlalchemy import or_, select, update

from contracts.identifiers import Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.agreements.model.agreement_record import ERASED
from services.internships.agreements.tables import agreements
from services.internships.periods.model import iso_weeks
from services.internships.periods.tables.periods import periods
from services.internships.stays.model.states import PlacementStatus
from services.internships.stays.store.days import FIRST_DAY, LAST_DAY, SAME_PERIOD
from services.internships.stays.tables.placements import placements


class Tutors:
    """Who follows the pupils of the lycées in scope at their hosts, by the ids of contacts."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def followed(
        self, uai: Uai, tutor_id: UUID, *, weeks: Collection[str], besides: UUID
    ) -> Counter[str]:
        """Pupils a tutor follows in each of these weeks, besides a placement; confirmed ones."""
        statement = (
            select(FIRST_DAY.label("starts_on"), LAST_DAY.label("ends_on"))
            .select_from(placements.join(periods, SAME_PERIOD))
            .where(
                placements.c.uai == uai,
                placements.c.tutor_id == tutor_id,
                placements.c.placement_id != besides,
                placements.c.status == PlacementStatus.CONFIRMED,
            )
        )
        found: Counter[str] = Counter()
        for row in await self._uow.execute(statement):
            found.update(set(iso_weeks(row.starts_on, row.ends_on)) & set(weeks))
        return found

    async def forget(self, tutor_id: UUID | None, at: Collection[UUID] = ()) -> None:
        """Somebody was erased: they are nobody's tutor any more, nor anybody is at these placements.

        An agreement names somebody unknown instead: their erasure makes no amendment, the next one does.
        """
        theirs = or_(placements.c.tutor_id == tutor_id, placements.c.placement_id.in_(list(at)))
        statement = update(placements).where(placements.c.tutor_id.is_not(None), theirs)
        await self._uow.execute(statement.values(tutor_id=None))
        named = agreements.c.printed_tutor_id
        printed = or_(named == tutor_id, agreements.c.placement_id.in_(list(at)))
        paper = update(agreements).where(named.is_not(None), printed)
        await self._uow.execute(paper.values(printed_tutor_id=ERASED))
