"""What was tried to find a place: approaches of the lycées in scope."""

from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, update

from contracts.identifiers import SiteKey, Uai
from services.chassis.base.errors import NotFound, StaleVersion
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.approaches.model.approach import Answer, Approach, ApproachedBy, Means
from services.internships.approaches.tables import A, approaches


class Approaches:
    """The approaches of the lycées in scope."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def add(self, approach: Approach) -> None:
        """Record a new one."""
        await self._uow.execute(insert(approaches), _values(approach))

    async def save(self, approach: Approach) -> None:
        """Record what became of one."""
        own = (A.uai == approach.uai) & (A.approach_id == approach.id)
        await self._uow.execute(update(approaches).where(own).values(_values(approach)))

    async def get_for_update(self, approach_id: UUID, version: int) -> Approach:
        """Raises NotFound (another lycée's too), StaleVersion."""
        statement = select(approaches).where(A.approach_id == approach_id).with_for_update()
        row = (await self._uow.execute(statement)).first()
        if row is None:
            raise NotFound
        if row.version != version:
            raise StaleVersion(
                "Quelqu’un d’autre a noté une réponse à cette démarche entre-temps.",
                current={"version": row.version, "answer": row.answer},
            )
        return approach_of(row)


def _values(approach: Approach) -> dict[str, Any]:
    values = {**vars(approach), "approach_id": approach.id}
    del values["id"]
    return values


def approach_of(row: Any) -> Approach:
    """Read the columns of the table."""
    return Approach(
        id=row.approach_id,
        uai=Uai(row.uai),
        period_id=row.period_id,
        pupil_year_id=row.pupil_year_id,
        site_id=row.site_id,
        site_key=SiteKey(row.site_key),
        approached_by=ApproachedBy(row.approached_by),
        means=Means(row.means),
        approached_on=row.approached_on,
        note=row.note,
        answer=Answer(row.answer),
        answered_on=row.answered_on,
        presumed_discriminatory=row.presumed_discriminatory,
        noted_at=row.noted_at,
        withdrawn_at=row.withdrawn_at,
        version=row.version,
    )
