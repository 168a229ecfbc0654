"""The day has come to announce the end of a declaration, or to note it."""

from datetime import datetime
from uuid import UUID

from contracts.partnerships.commitments import (
    RegulatedWorkDeclarationExpiredV1,
    RegulatedWorkDeclarationExpiryAnnouncedV1,
)
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.calendar import local_date
from services.partnerships.commitments.commands.publish_declaration import publish_declaration
from services.partnerships.commitments.model import DeclarationState
from services.partnerships.commitments.store.declarations import Declarations


async def end_declaration(
    uow: UnitOfWork, *, declaration_id: UUID, over: bool, now: datetime
) -> None:
    """Tell that it runs out soon, or is `over`.

    Nothing of one that was taken back; nobody has to renew one that a later one covers.
    """
    declarations = Declarations(uow)
    declaration = await declarations.find(declaration_id)
    if declaration is None:
        return
    if over:
        event = RegulatedWorkDeclarationExpiredV1
        await publish_declaration(uow, told=event, declaration=declaration, version=3, now=now)
    elif declaration.state(local_date(now)) is DeclarationState.EXPIRING and not any(
        map(declaration.renewed_by, await declarations.of(declaration.company_id))
    ):
        announced = RegulatedWorkDeclarationExpiryAnnouncedV1
        await publish_declaration(uow, told=announced, declaration=declaration, version=2, now=now)
