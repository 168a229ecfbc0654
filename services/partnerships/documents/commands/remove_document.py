"""A bureau removes a document."""

from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.documents.store import Documents


async def remove_document(
    uow: UnitOfWork,
    *,
    owner_id: UUID,
    document_id: UUID,
) -> None:
    """Remove a file for good (document retiré). Raises NotFound."""
    await Documents(uow).remove(owner_id, document_id)
