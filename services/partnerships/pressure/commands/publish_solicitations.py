"""What a lycée asked of hosts is told once a night."""

from datetime import datetime

from contracts.identifiers import SiteId, SolicitationId, Uai
from contracts.partnerships.pressure import SiteSolicitedV1
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.calendar import local_date
from services.partnerships.pressure.model import WINDOW
from services.partnerships.pressure.store.solicitations import Solicitations
from services.partnerships.publications.store import Publications


async def publish_solicitations(uow: UnitOfWork, *, uai: Uai, now: datetime) -> None:
    """Tell what was asked since the last night, and is recent enough to weigh on anybody.

    Nothing is told of a day its family was closed; a proposed place is of two families.
    """
    solicitations, publications = Solicitations(uow), Publications(uow)
    for one in await solicitations.untold(uai, local_date(now) - WINDOW):
        families = SiteSolicitedV1.families("hosting" if one.by_place else "")
        if not await publications.tells_all(uai, families, one.solicited_on):
            continue
        told_as = uow.new_id()
        await solicitations.tell(uai, one.source_id, told_as)
        solicited = SiteSolicitedV1(
            solicitation_id=SolicitationId(told_as),
            site_id=SiteId(one.site_id),
            site_key=one.site_key,
            occurred_on=one.solicited_on,
        )
        uow.publish(solicited, uai=uai)
