"""A bureau notes where a company's pledge of a year is."""

from datetime import datetime
from uuid import UUID

from contracts.identifiers import Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.acquaintances.store import Acquaintances
from services.partnerships.commitments.commands.plan_total import plan_total
from services.partnerships.commitments.model import PledgeState, TaxPledge
from services.partnerships.commitments.store.tax_pledges import TaxPledges
from services.partnerships.companies.store.companies import Companies


async def note_pledge(
    uow: UnitOfWork,
    *,
    company_id: UUID,
    year: int,
    state: PledgeState,
    amount_euros: int | None = None,
    uai: Uai | None = None,
    now: datetime,
) -> None:
    """Note it (promesse de taxe), over what was noted before for the same year.

    Raises NotFound, PledgeWithoutAmount, LyceeNotChosen.
    """
    lycee = uow.writing_for(uai)
    company = await Companies(uow).get(company_id)
    pledge = TaxPledge(
        uai=lycee, company_id=company.id, year=year, state=state, amount_euros=amount_euros
    )
    pledge.check()
    await TaxPledges(uow).keep(pledge)
    await plan_total(uow, uai=lycee, year=year, now=now)
    await Acquaintances(uow).add_all(lycee, {(company.id, company.sites[0].id)})
