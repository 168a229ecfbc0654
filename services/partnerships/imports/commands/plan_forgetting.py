"""What a list held is forgotten in a month."""

from datetime import datetime, timedelta
from uuid import UUID

from contracts.identifiers import Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork

JOB, FILE_JOB = "forget_import", "forget_upload"
KEPT, FILE_KEPT = timedelta(days=30), timedelta(hours=1)


async def plan_forgetting(uow: UnitOfWork, *, import_id: UUID, uai: Uai, now: datetime) -> None:
    """Have it forgotten in a month."""
    await uow.schedule(JOB, key=f"{import_id}:{now.date()}", due_at=now + KEPT, uai=uai)
