"""What a lycée asked of a host had been noted by mistake."""

from datetime import datetime
from uuid import UUID

from contracts.identifiers import SolicitationId, Uai
from contracts.partnerships.pressure import SiteSolicitationWithdrawnV1
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.calendar import local_date
from services.partnerships.pressure.store.solicitations import Solicitations


async def take_solicitation_back(
    uow: UnitOfWork, *, uai: Uai, source_id: UUID, now: datetime
) -> None:
    """Forget it (sollicitation retirée), and have the department forget it if it was told."""
    told_as = await Solicitations(uow).take(uai, source_id)
    if told_as is not None:
        withdrawn = SiteSolicitationWithdrawnV1(
            solicitation_id=SolicitationId(told_as), occurred_on=local_date(now)
        )
        uow.publish(withdrawn, version=2, uai=uai)
