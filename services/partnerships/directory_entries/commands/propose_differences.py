"""A bureau wants to see differences again that it had put aside."""

from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.directory_entries.store.entries import DirectoryEntries


async def propose_differences(uow: UnitOfWork, *, kept_id: UUID) -> None:
    """Propose anew what was put aside together (écarts de nouveau proposés)."""
    await DirectoryEntries(uow).propose_again(kept_id)
