"""Commands of a document: kept, removed."""

from datetime import datetime
from uuid import UUID

from contracts.identifiers import Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.documents.model import (
    DOCUMENTS_MAX,
    Document,
    TooManyDocuments,
    kept_name,
    kind_of,
)
from services.partnerships.documents.store import Documents


async def keep_document(
    uow: UnitOfWork, *, uai: Uai, owner_id: UUID, name: str, content: bytes, now: datetime
) -> UUID:
    """Keep a file (document joint) and return its id.

    The owner is locked by who asks. Raises DocumentRefused, DocumentTooLarge, TooManyDocuments.
    """
    kind = kind_of(name, content)
    documents = Documents(uow)
    if await documents.count(owner_id) >= DOCUMENTS_MAX:
        raise TooManyDocuments
    document = Document(uow.new_id(), kept_name(name), kind, len(content), now)
    await documents.add(uai, owner_id, document, content)
    return document.id


async def remove_document(
    uow: UnitOfWork,
    *,
    owner_id: UUID,
    document_id: UUID,
) -> None:
    """Remove a file for good (document retiré). Raises NotFound."""
    await Documents(uow).remove(owner_id, document_id)
