"""A bureau takes back a declaration it noted by mistake."""

from datetime import datetime
from uuid import UUID

from contracts.partnerships.commitments import RegulatedWorkDeclarationWithdrawnV1
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.calendar import local_date
from services.partnerships.commitments.store.declarations import Declarations


async def withdraw_declaration(
    uow: UnitOfWork, *, company_id: UUID, declaration_id: UUID, now: datetime
) -> None:
    """Remove it (déclaration retirée), of which the department hears if it was told of it.

    Raises NotFound.
    """
    taken, told = await Declarations(uow).take(company_id, declaration_id)
    if told:
        over = RegulatedWorkDeclarationWithdrawnV1(**taken.facts(local_date(now)))
        uow.publish(over, version=4, uai=taken.uai)
