"""Documents of an action."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from services.chassis.web.answers.rendering import see_other
from services.chassis.web.router import RequestUnitOfWork, Router, file_read
from services.chassis.web.views.forms import FormModel, Typed, form_of
from services.partnerships.actions.pages.actions import ACTION, YEAR, show_action
from services.partnerships.actions.store import Actions
from services.partnerships.documents.commands import remove_document
from services.partnerships.documents.forms import DocumentForm
from services.partnerships.documents.pages import FileBrought, give_file, keep_file, read_file
from services.partnerships.permissions import MANAGE_ACTIONS, SEE_COMPANIES

router = Router()
DOCUMENT = f"{ACTION}/documents/{{paper_id}}"


@router.form(f"{ACTION}/documents", action=MANAGE_ACTIONS, redisplay=show_action, reads=read_file)
async def add(
    action_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[DocumentForm], form_of(DocumentForm)],  # noqa: ARG001 read by `read_file`
    brought: Annotated[FileBrought, file_read()],
) -> Response:
    """Keep a file."""
    action = await Actions(uow).get_for_update(action_id)
    await keep_file(uow, brought, uai=action.uai, owner_id=action_id, now=uow.now)
    return see_other(f"{YEAR}/{action_id}", notice="Document ajouté.")


@router.page(DOCUMENT, action=SEE_COMPANIES)
async def take(action_id: UUID, paper_id: UUID, uow: RequestUnitOfWork) -> Response:
    """The file, to be saved."""
    return await give_file(uow, action_id, paper_id)


@router.form(f"{DOCUMENT}/retrait", action=MANAGE_ACTIONS, redisplay=show_action)
async def remove(
    action_id: UUID,
    paper_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[FormModel], form_of(FormModel)],  # noqa: ARG001 refuses other fields
) -> Response:
    """Remove a file for good, once asked twice."""
    await remove_document(uow, owner_id=action_id, document_id=paper_id)
    return see_other(f"{YEAR}/{action_id}", notice="Document retiré.")
