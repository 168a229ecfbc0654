"""A bureau opens a partnership with a company."""

from datetime import datetime
from uuid import UUID

from contracts.identifiers import Uai
from contracts.partnerships.partnerships import PartnershipProposedV1, PartnershipScope
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.acquaintances.store import Acquaintances
from services.partnerships.base.calendar import local_date
from services.partnerships.companies.store.companies import Companies
from services.partnerships.partnerships.commands.publish_partnership import publish_partnership
from services.partnerships.partnerships.model.partnership import Partnership, PartnershipAlreadyOpen
from services.partnerships.partnerships.store import Partnerships


async def propose_partnership(
    uow: UnitOfWork,
    *,
    company_id: UUID,
    scopes: tuple[PartnershipScope, ...] = (),
    uai: Uai | None = None,
    now: datetime,
) -> UUID:
    """Open a partnership (partenariat envisagé) and return its id.

    Raises NotFound, PartnershipAlreadyOpen, LyceeNotChosen.
    """
    lycee = uow.writing_for(uai)
    # Locked: two people who open it at once wait for each other.
    company = await Companies(uow).get_for_update(company_id)
    partnerships = Partnerships(uow)
    if await partnerships.has_open(lycee, company.id):
        raise PartnershipAlreadyOpen
    today = local_date(now)
    opened = Partnership(
        id=uow.new_id(), uai=lycee, company_id=company.id, stage_on=today, scopes=scopes
    )
    await partnerships.add(opened)
    await Acquaintances(uow).add_all(lycee, {(company.id, company.sites[0].id)})
    await publish_partnership(uow, told=PartnershipProposedV1, partnership=opened, now=now)
    return opened.id
