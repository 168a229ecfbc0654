"""What a lycée keeps of a company, of no exchange and of no day."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from services.chassis.web.forms import Typed, form_of
from services.chassis.web.rendering import see_other
from services.chassis.web.routing import RequestUnitOfWork, Router
from services.partnerships.permissions import LOG_INTERACTION
from services.partnerships.queries.forms import LyceeForm
from services.partnerships.use_cases.remove_company_note import remove_company_note

router = Router()


@router.form("/entreprises/{company_id}/notes/{note_id}/retrait", action=LOG_INTERACTION)
async def remove(
    company_id: UUID,
    note_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[LyceeForm], form_of(LyceeForm)],  # noqa: ARG001 refuses other fields
) -> Response:
    """Erase a note."""
    await remove_company_note(uow, company_id=company_id, note_id=note_id, now=uow.now)
    return see_other(f"/entreprises/{company_id}", notice="Note effacée.")
