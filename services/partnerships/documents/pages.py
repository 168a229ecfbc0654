"""Documents as pages keep and give them: files to save, never shown as a page of ours."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from urllib.parse import quote
from uuid import UUID

from fastapi import Response

from contracts.identifiers import Uai
from services.chassis.documents.kept_files import refuse_dangerous_text
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.views.forms import Typed, form_of
from services.partnerships.documents.commands import keep_document
from services.partnerships.documents.forms import DocumentForm
from services.partnerships.documents.model import (
    BYTES_MAX,
    DocumentKind,
    DocumentTooLarge,
    kind_of,
)
from services.partnerships.documents.store import Documents


@dataclass(frozen=True)
class FileBrought:
    """A file a bureau keeps beside what it follows, once it was judged."""

    name: str
    content: bytes


async def read_file(typed: Annotated[Typed[DocumentForm], form_of(DocumentForm)]) -> FileBrought:
    """The file of a form: colleagues open it later, so that nothing in it may run or be fetched.

    Raises DocumentRefused, DocumentTooLarge, DocumentFileRefused.
    """
    file = typed.model.file
    if (file.size or 0) > BYTES_MAX:
        raise DocumentTooLarge(field="file")
    brought = FileBrought(file.filename or "", await file.read())
    kind = kind_of(brought.name, brought.content)
    if kind in (DocumentKind.DOCX, DocumentKind.ODT):
        await refuse_dangerous_text(brought.content, kind.value)
    return brought


async def keep_file(
    uow: UnitOfWork, brought: FileBrought, *, uai: Uai, owner_id: UUID, now: datetime
) -> None:
    """Keep a file that was read."""
    await keep_document(
        uow, uai=uai, owner_id=owner_id, name=brought.name, content=brought.content, now=now
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
