"""Documents of a partnership."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from services.chassis.web.answers.rendering import see_other
from services.chassis.web.router import RequestUnitOfWork, Router, file_read
from services.chassis.web.views.forms import FormModel, Typed, form_of
from services.partnerships.documents.commands import remove_document
from services.partnerships.documents.forms import DocumentForm
from services.partnerships.documents.pages import FileBrought, give_file, keep_file, read_file
from services.partnerships.partnerships.pages.partnerships import BOARD, ONE, show_partnership
from services.partnerships.partnerships.store import Partnerships
from services.partnerships.permissions import MANAGE_PARTNERSHIPS, SEE_COMPANIES

router = Router()
DOCUMENT = f"{ONE}/documents/{{document_id}}"


@router.form(
    f"{ONE}/documents", action=MANAGE_PARTNERSHIPS, redisplay=show_partnership, reads=read_file
)
async def add(
    partnership_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[DocumentForm], form_of(DocumentForm)],  # noqa: ARG001 read by `read_file`
    brought: Annotated[FileBrought, file_read()],
) -> Response:
    """Keep a file."""
    partnership = await Partnerships(uow).get_for_update(partnership_id)
    await keep_file(uow, brought, uai=partnership.uai, owner_id=partnership_id, now=uow.now)
    return see_other(f"{BOARD}/{partnership_id}", notice="Document ajouté.")


@router.page(DOCUMENT, action=SEE_COMPANIES)
async def take(partnership_id: UUID, document_id: UUID, uow: RequestUnitOfWork) -> Response:
    """The file, to be saved."""
    return await give_file(uow, partnership_id, document_id)


@router.form(f"{DOCUMENT}/retrait", action=MANAGE_PARTNERSHIPS, redisplay=show_partnership)
async def remove(
    partnership_id: UUID,
    document_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[FormModel], form_of(FormModel)],  # noqa: ARG001 refuses other fields
) -> Response:
    """Remove a file for good, once asked twice."""
    await remove_document(uow, owner_id=partnership_id, document_id=document_id)
    return see_other(f"{BOARD}/{partnership_id}", notice="Document retiré.")
