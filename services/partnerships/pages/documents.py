"""Documents as pages keep and give them: files to save, never shown as a page of ours."""

from datetime import datetime
from urllib.parse import quote
from uuid import UUID

from fastapi import Response

from contracts.identifiers import Uai
from services.chassis.work import UnitOfWork
from services.partnerships.domain.document import BYTES_MAX, DocumentTooLarge
from services.partnerships.queries.partnership_forms import DocumentForm
from services.partnerships.storage.documents import Documents
from services.partnerships.use_cases.keep_document import keep_document


async def keep_file(
    uow: UnitOfWork, form: DocumentForm, *, uai: Uai, owner_id: UUID, now: datetime
) -> None:
    """Keep a file that was sent. Raises DocumentTooLarge before it is read."""
    if (form.file.size or 0) > BYTES_MAX:
        raise DocumentTooLarge(field="file")
    content = await form.file.read()
    await keep_document(
        uow, uai=uai, owner_id=owner_id, name=form.file.filename or "", content=content, now=now
    )


async def give_file(uow: UnitOfWork, owner_id: UUID, document_id: UUID) -> Response:
    """The file, whatever it is. Raises NotFound."""
    name, content = await Documents(uow).read(owner_id, document_id)
    return Response(
        content,
        media_type="application/octet-stream",
        headers={
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}",
            "X-Content-Type-Options": "nosniff",
        },
    )
