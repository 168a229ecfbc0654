"""What a lycée asked of hosts is told once a night."""

from datetime import datetime

from contracts.identifiers import SiteId, SolicitationId, Uai
from contracts.partnerships_pressure import SiteSolicitedV1
from contracts.publication import FactFamily
from services.chassis.work import UnitOfWork
from services.partnerships.domain.calendar import local_date
from services.partnerships.domain.pressure import WINDOW
from services.partnerships.storage.publications import Publications
from services.partnerships.storage.solicitations import Solicitations, Untold


async def tell_solicitations(uow: UnitOfWork, *, uai: Uai, now: datetime) -> None:
    """Tell what was asked since the last night, and is recent enough to weigh on anybody.

    Nothing is told of a day its family was closed; a proposed place is of two families.
    """
    solicitations = Solicitations(uow)
    for one in await solicitations.untold(uai, local_date(now) - WINDOW):
        if not await _is_open(uow, uai, one):
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


async def _is_open(uow: UnitOfWork, uai: Uai, one: Untold) -> bool:
    families = (FactFamily.EXCHANGES, *((FactFamily.HOSTING,) if one.by_place else ()))
    publications = Publications(uow)
    for family in families:
        if not await publications.tells(uai, family, one.solicited_on):
            return False
    return True
