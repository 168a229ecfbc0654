"""Tell the department the figures that changed, in the transaction that changed them."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from contracts.identifiers import Uai
from contracts.publication import FactFamily
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.coverage.commands.publish_coverage import publish_coverage
from services.internships.coverage.store.coverages import Coverages


async def publish_changes(
    uow: UnitOfWork,
    *,
    uai: Uai,
    period_id: UUID | None = None,
    formation_ids: Collection[UUID] | None = None,
    pupil_year_id: UUID | None = None,
    families: Collection[FactFamily] | None = None,
    now: datetime,
) -> None:
    """Count again for a period, some formations or both, for one pupil's at most; publish what changed.

    `families`: what the department is told of, when the caller has asked.
    Comes after every change of the use case: the coverage rows stay locked until the commit.
    """
    changed = await Coverages(uow).recount(
        uai, period_id=period_id, formation_ids=formation_ids, pupil_year_id=pupil_year_id
    )
    await publish_coverage(uow, uai=uai, told=changed, families=families, now=now)
